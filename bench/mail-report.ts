import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { appRoot } from '../server/app-root.ts';
import { median } from './load.ts';

type Memory = { web: number; worker: number };

export type MailBench = {
  rates: Record<'stored' | 'ingested' | 'understood' | 'parser' | 'inserts', number>;
  sizes: number[];
  idle: Memory;
  peaks: Memory;
  after: Memory;
  large: { before: Memory; readIn: Memory; readOut: number; seconds: number };
  seconds: number;
};

const WORKER_LIMIT_MIB = 300;
const n = (value: number) => Math.round(value).toLocaleString('en-US');
const part = (value: number, of: number) => `${((100 * value) / of).toFixed(0)} %`;

function text({ rates, sizes, idle, peaks, after, large, seconds }: MailBench): string {
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const verdict = Math.max(peaks.worker, large.readIn.worker) < WORKER_LIMIT_MIB ? 'kept' : '**missed**';
  return `# Mail: the whole pipeline

\`npm run bench:mail\` wrote this at ${new Date().toISOString().slice(0, 16)}Z in ${n(seconds)} s, on ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'},
${n(totalmem() / 2 ** 30)} GiB, Node ${process.version}; one web process, one worker, an embedded PostgreSQL (fsync off) and the load generator
share the machine, perhaps with others.

${n(sizes.length)} messages, median ${n(median(sizes) / 1000)} kB, mean ${n(mean / 1000)} kB, largest ${n(Math.max(...sizes) / 1000)} kB, by \`POST /api/emails\` over 32 connections. Medians of
sets of a thousand, each beside both limits.

| | messages/s | of the bare parser | of bare inserts |
|---|---:|---:|---:|
${(
  [
    ['answered 202: committed with its raw bytes', 'stored'],
    ['parsed, filed, recorded', 'ingested'],
    ['… and read for suggestions', 'understood'],
  ] as const
)
  .map(
    ([name, key]) =>
      `| ${name} | ${n(rates[key])} | ${part(rates[key], rates.parser)} | ${part(rates[key], rates.inserts)} |`,
  )
  .join('\n')}
| limit: our parser alone, one thread | ${n(rates.parser)} | | |
| limit: two bare inserts in a transaction, four connections | ${n(rates.inserts)} | | |

Afterwards every message is processed and has its event.

## Memory

Resident, MiB. Looked at ten times a second while the messages go through.

| | web | worker |
|---|---:|---:|
| idle, before the first message | ${n(idle.web)} | ${n(idle.worker)} |
| highest during ${n(sizes.length)} messages | ${n(peaks.web)} | ${n(peaks.worker)} |
| five seconds after the last | ${n(after.web)} | ${n(after.worker)} |
| before twenty files of 5 MB | ${n(large.before.web)} | ${n(large.before.worker)} |
| highest while they come in, four at once | ${n(large.readIn.web)} | ${n(large.readIn.worker)} |
| highest while all twenty go out at once to slow readers (${large.seconds.toFixed(1)} s) | ${n(large.readOut)} | |

The worker's limit of ${WORKER_LIMIT_MIB} MiB is ${verdict}. The twenty files are ${n(20 * 5)} MB together: they are never in memory together.
`;
}

/** Writes bench/MAIL.md. */
export function writeMailReport(result: MailBench): void {
  writeFileSync(join(appRoot, 'bench/MAIL.md'), text(result));
}
