import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { archiveMonth } from '../audit/archive-month.ts';
import { listArchives, listPartitions } from '../audit/archive.queries.ts';
import { detachMonth } from '../audit/detach-month.ts';
import { verifyAuditFile } from '../audit/verify-audit-file.ts';
import { createDatabase } from '../db.ts';
import { ensureEventPartitions } from '../schedules/schedule.queries.ts';
import { type CliContext, UsageError } from './context.ts';

async function list(context: CliContext): Promise<void> {
  const db = await context.db();
  const [partitions, archives] = [await listPartitions(db), await listArchives(db)];
  const size = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  const lines = [
    ...archives.map(({ month, events, fileName }) => `${month.slice(0, 7)}  archived  ${events} events in ${fileName}`),
    ...partitions.map(
      ({ name, month, rows, bytes }) =>
        `${month?.slice(0, 7) ?? 'others '}  ${name}  ${rows === null ? 'not counted yet' : `about ${Math.round(rows)} events`}, ${size(bytes)}`,
    ),
  ];
  context.print({ partitions, archives }, lines.join('\n'));
}

async function create(context: CliContext, months: string): Promise<void> {
  const count = Number(months);
  if (!Number.isInteger(count) || count < 1 || count > 120) throw new UsageError('--months is a number from 1 to 120.');
  const made = await ensureEventPartitions(await context.db(), count);
  context.print({ made }, made.length > 0 ? `Made ${made.join(', ')}.` : 'They all exist.');
}

async function archive(context: CliContext, month: string, out: string): Promise<void> {
  const lines = archiveMonth(await context.db(), month);
  const first = await lines.next();
  const file = createWriteStream(out, { flags: 'wx', mode: 0o600 });
  if (!first.done) file.write(first.value);
  await pipeline(lines, file);
  const report = await verify(out);
  context.print(
    { file: out, events: report.events, sha256: report.sha256 },
    `${report.events} events in ${out}, verified.`,
  );
}

async function verify(file: string) {
  const input = createReadStream(file);
  const hash = createHash('sha256');
  input.on('data', (chunk) => hash.update(chunk));
  const report = await verifyAuditFile(createInterface({ input, crlfDelay: Infinity }));
  if (!report.ok) throw new Error(`${file} is not whole: ${report.first?.what}.`);
  return { ...report, sha256: hash.digest('hex') };
}

async function detach(context: CliContext, month: string, file: string, drop: boolean): Promise<void> {
  const { month: of, events, trailHash, sha256 } = await verify(file);
  const { db } = createDatabase(await context.ownerUrl(), { max: 1, statementTimeoutMs: 0, name: 'pmis-archive' });
  try {
    const held = { name: path.basename(file), sha256, month: of, events, trailHash };
    const done = await detachMonth(db, month, held, { drop });
    const kept = done.keptAs ? `kept as the table ${done.keptAs}` : 'its table is gone';
    context.print(
      done,
      `${done.events} events of ${month} are out of the trail, ${kept}. Keep ${file} and its copies.`,
    );
  } finally {
    await db.destroy();
  }
}

/** `pmis audit partitions list|create|archive|detach`. */
export function registerAuditPartitions(audit: Command, context: CliContext): void {
  const partitions = audit.command('partitions').description('the months of the audit trail');
  partitions
    .command('list')
    .description('months in the database, and months that were archived')
    .action(() => list(context));
  partitions
    .command('create')
    .option('--months <n>', 'this month and the coming ones', '12')
    .description('make partitions ahead; the worker makes six months by itself')
    .action(({ months }: { months: string }) => create(context, months));
  partitions
    .command('archive')
    .argument('<month>', 'like 2026-01')
    .requiredOption('--out <file>', 'a new file')
    .description('write a month to a file that `pmis audit verify FILE` checks without the database')
    .action((month: string, { out }: { out: string }) => archive(context, month, out));
  partitions
    .command('detach')
    .argument('<month>', 'the oldest one that has events')
    .requiredOption('--file <file>', 'its archive')
    .option('--drop', 'delete the table too; without it the month stays as a table of its own')
    .description('take a month out of the trail, when the file holds exactly it')
    .action((month: string, { file, drop }: { file: string; drop?: boolean }) =>
      detach(context, month, file, drop === true),
    );
}
