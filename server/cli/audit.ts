import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { exportAudit } from '../audit/export-audit.ts';
import { type AuditReport, verifyAudit } from '../audit/verify-audit.ts';
import { verifyAuditFile } from '../audit/verify-audit-file.ts';
import { registerAuditPartitions } from './audit-partitions.ts';
import { type CliContext, ReportedFailure } from './context.ts';

const SYSTEM = { kind: 'system', name: 'command line', via: 'cli' } as const;

const count = (n: number, noun: string) => `${n.toLocaleString('en-GB')} ${noun}${n === 1 ? '' : 's'}`;

/** The report as people read it: one line when all is well, else the first broken event and what is wrong with it. */
function reportText(
  report: AuditReport & { withheld?: number; line?: number | null; archivedBefore?: number },
): string {
  const { first } = report;
  if (!first) {
    const withheld = report.withheld ? `, of which ${count(report.withheld, 'text')} withheld` : '';
    const archived = report.archivedBefore
      ? ` ${count(report.archivedBefore, 'chain')} began in archived months, whose files are verified by themselves.`
      : '';
    return `OK: ${count(report.events, 'event')}${withheld} of ${report.entities.toLocaleString('en-GB')} entities and ${count(report.checkpoints, 'checkpoint')} are intact (${(report.milliseconds / 1000).toFixed(1)} s).${archived}`;
  }
  const where = report.line ? ` (line ${report.line})` : '';
  const event = first.eventId === null ? '' : ` event ${first.eventId}${first.eventType ? ` ${first.eventType}` : ''}`;
  const of = first.entityType ? ` of ${first.entityType} ${first.code ?? first.entityId}` : '';
  const more = report.problems > 1 ? ` ${report.problems} places are broken in all; this is the first.` : '';
  return `BROKEN${where}:${event}${of}: ${first.what}.${more}`;
}

async function verifyFile(file: string) {
  const input = createReadStream(file, { encoding: 'utf8' });
  return verifyAuditFile(createInterface({ input, crlfDelay: Infinity }));
}

/** `pmis audit verify [FILE]`, `pmis audit export` and `pmis audit partitions …`. */
export function registerAudit(program: Command, context: CliContext): void {
  const audit = program.command('audit').description('the audit trail');
  audit
    .command('verify')
    .argument('[file]', 'an export; without it the database is verified')
    .description('walk the hash chains: OK, or the first broken event and exit code 1')
    .action(async (file?: string) => {
      const report = file
        ? await verifyFile(file)
        : await verifyAudit(await context.db(), {
            onProgress: (phase) => {
              if (process.stderr.isTTY) process.stderr.write(`${phase} …\n`);
            },
          });
      context.print(report, reportText(report));
      if (!report.ok) throw new ReportedFailure();
    });
  audit
    .command('export')
    .option('--out <file>', 'write to a file instead of standard output')
    .description('the trail as JSON Lines, which `pmis audit verify FILE` checks without the database')
    .action(async ({ out }: { out?: string }) => {
      const chunks = exportAudit(await context.db(), SYSTEM);
      if (out) await pipeline(chunks, createWriteStream(out));
      else await pipeline(chunks, process.stdout, { end: false });
    });
  registerAuditPartitions(audit, context);
}
