import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { appRoot } from '../server/app-root.ts';
import type { Explained } from './explain.ts';
import type { Ingestion } from './ingest.ts';
import { CONNECTIONS, type Measured, median } from './load.ts';
import type { Overdue } from './overdue.ts';
import { SIZES } from './seed.ts';

type Pair = { measured: Measured[]; ratios: number[] };
type Memory = { web: number; worker: number };

export type BenchResult = {
  events: number;
  postgres: string;
  pages: { list: Pair; one: Pair; page: Pair };
  decide: Measured;
  ingestion: Ingestion;
  overdue: Overdue;
  starts: number[];
  idle: Memory;
  after: Memory;
  plans: Explained[];
  seconds: number;
};

const SLOWEST_QUERY_MS = 20;
const n = (value: number, digits = 0) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const verdict = (reached: boolean) => (reached ? 'reached' : '**missed**');
const spread = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' ');
const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const measuredRow = (one: Measured) =>
  row(one.name, n(one.perSecond, one.perSecond < 100 ? 1 : 0), n(one.p50, 1), n(one.p95, 1), n(one.p99, 1), one.failed);

function targets(result: BenchResult): string[] {
  const { pages, ingestion, overdue, starts, idle, plans } = result;
  const ratio = (name: string, ratios: number[], least: number) =>
    row(name, median(ratios).toFixed(2), `≥ ${least.toFixed(2)}`, verdict(median(ratios) >= least), spread(ratios));
  // A thousand rows are 1.4 MB of JSON text: writing that is the query's time, not finding it.
  const lists = plans.filter((plan) => !plan.name.includes('1000'));
  const slowest = lists.reduce((a, b) => (a.milliseconds > b.milliseconds ? a : b));
  const memory = idle.web + idle.worker;
  const start = median(starts);
  return [
    row('What', 'Measured', 'To reach', 'Verdict', 'Rounds'),
    row('---', '---', '---', '---', '---'),
    ratio('List API, of its limit', pages.list.ratios, 0.4),
    row('One package, of its limit', median(pages.one.ratios).toFixed(2), 'none set', '', spread(pages.one.ratios)),
    ratio('Packages page, of its limit', pages.page.ratios, 0.2),
    ratio('Ingestion, of the faster parser loop', ingestion.ratios, 0.5),
    ratio('Overdue check, of the bare statement', overdue.ratios, 0.7),
    row('Overdue check, tasks/s', n(overdue.product), '≥ 20,000', verdict(overdue.product >= 20_000), ''),
    row(
      'Cold start to healthy',
      `${n(start)} ms`,
      '≤ 1,000 ms',
      verdict(start <= 1_000),
      starts.map((ms) => n(ms)).join(' '),
    ),
    row(
      'Web + worker, idle',
      `${n(memory)} MiB`,
      '≤ 250 MiB',
      verdict(memory <= 250),
      `web ${n(idle.web)}, worker ${n(idle.worker)}`,
    ),
    row(
      'Slowest list query',
      `${n(slowest.milliseconds, 1)} ms`,
      `≤ ${SLOWEST_QUERY_MS} ms`,
      verdict(slowest.milliseconds <= SLOWEST_QUERY_MS),
      slowest.name,
    ),
  ];
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: appRoot, encoding: 'utf8' }).trim();
  try {
    return (
      git('rev-parse', '--short=12', 'HEAD') +
      (git('status', '--porcelain', 'app', 'server', 'bench') ? ' (with uncommitted changes)' : '')
    );
  } catch {
    return 'unknown';
  }
}

function versions(): string {
  const { packages } = JSON.parse(readFileSync(join(appRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  return ['@remix-run/node', 'react', 'pg', 'kysely', 'mailparser', 'autocannon']
    .map((name) => `${name} ${packages[`node_modules/${name}`]?.version ?? '?'}`)
    .join(', ');
}

function text(result: BenchResult): string {
  const { pages, decide, ingestion, overdue, idle, after, plans } = result;
  const cpu = cpus();
  const worst = [...plans].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 3);
  return `# Bench results

\`npm run bench\` wrote this; it measures the built product and, in the same run, what the machine could do at most.

${new Date().toISOString().slice(0, 16)}Z, commit ${commit()}, ${n(result.seconds)} s in all. ${cpu.length} × ${cpu[0]?.model ?? 'CPU'}, ${n(totalmem() / 2 ** 30)} GiB, load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(
      ' ',
    )} at the end (the measurements themselves keep it near ${cpu.length}; more means that others used the machine). Node ${process.version}, PostgreSQL ${result.postgres} (embedded, throwaway: fsync off for both sides), ${versions()}.

Data: ${n(SIZES.packages)} packages, ${n(SIZES.tasks)} tasks, ${n(result.events)} chained events, ${n(SIZES.vendors)} vendors, ${SIZES.people} people. One web process, no Redis, authentication and rate limit on (limit set out of reach).

## Targets

${targets(result).join('\n')}

Ratios are medians of neighbouring rounds (product, limit, product, limit …), so that what else the machine does hits both.

## Web, ${CONNECTIONS} connections

Limits: a bare \`node:http\` server with one pool of the same size, one prepared query of the same columns, no authentication; for the page it renders the rows of the page's own query as a plain table with \`renderToString\`.

${[row('Request', 'per second', 'p50 ms', 'p95 ms', 'p99 ms', 'failed'), row('---', '---:', '---:', '---:', '---:', '---:')].join('\n')}
${[...pages.list.measured, ...pages.one.measured, ...pages.page.measured, decide].map(measuredRow).join('\n')}

Propose + approve are two requests by two people; the rate counts requests.

## Ingestion

${n(ingestion.messages)} messages a round, median ${n(ingestion.medianBytes / 1000)} kB, mean ${n(ingestion.meanBytes / 1000)} kB, largest ${n(ingestion.largestBytes / 1000)} kB, by \`POST /api/emails\` over ${CONNECTIONS} connections, until the last one is filed with its event.

| | messages/s |
|---|---:|
| answered 202 (stored) | ${n(ingestion.stored)} |
| stored, parsed, filed and recorded | ${n(ingestion.ingested)} |
| … and read for suggestions by rules, after filing | ${n(ingestion.understood)} |
| limit: loop of mailparser's simpleParser | ${n(ingestion.simpleParser)} |
| limit: loop of our adapter (parse, hash, sanitise, reply text) | ${n(ingestion.adapter)} |

The ratio that counts is against the faster of the two loops.

## Overdue check

${n(overdue.tasks)} overdue tasks: ${n(overdue.product)} tasks/s; the bare statement (one UPDATE with chained events, no locks, nothing noted) ${n(overdue.bare)} tasks/s.

## Memory

Idle after start: web ${n(idle.web)} + worker ${n(idle.worker)} MiB. Five seconds after all of the above: web ${n(after.web)} + worker ${n(after.worker)} MiB.

## List queries

EXPLAIN ANALYZE of what the product sends, the quickest of nine runs.

${[row('List', 'execution ms', 'planning ms'), row('---', '---:', '---:')].join('\n')}
${plans.map((plan) => row(plan.name, n(plan.milliseconds, 2), n(plan.planning, 2))).join('\n')}

${worst.map(({ name, plan }) => `### ${name}\n\n\`\`\`\n${plan}\n\`\`\``).join('\n\n')}
`;
}

/** Writes bench/RESULTS.md. */
export function writeReport(result: BenchResult): void {
  writeFileSync(join(appRoot, 'bench/RESULTS.md'), text(result));
}
