// `npm run drill [-- --quick] [NAME…]`: breaks the built product on purpose, under load, and prints what people saw, what
// was lost (it must be 0) and how long it took to recover. Exit code 1 when something was lost or never recovered.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { hasRedis, startOwnRedis } from '../setup/own-redis.ts';
import { makeTestFolder } from '../setup/services.ts';
import { noFailover, startPair } from './failover.ts';
import {
  cutDatabase,
  fillDisk,
  jumpClock,
  killWeb,
  killWorker,
  rollReplicas,
  slowDatabase,
  stopPostgres,
  stopRedis,
} from './faults.ts';
import { openReplicas } from './replicas.ts';
import { type DrillResult, type Fault, runDrill } from './run-one.ts';
import { openStage, type Stage } from './stage.ts';

const asked = process.argv.slice(2);
const quick = asked.includes('--quick');
const chosen = asked.filter((one) => !one.startsWith('--'));
const results: DrillResult[] = [];
const broken: string[] = [];
const skipped: string[] = [];

const wanted = (name: string) => chosen.length === 0 || chosen.some((one) => name.includes(one));

async function drill(stage: Stage, name: string, fault: Fault): Promise<void> {
  if (!wanted(name)) return;
  process.stdout.write(`${name} …\n`);
  try {
    const result = await runDrill(stage, name, fault);
    results.push(result);
    if (result.lost + result.twice > 0 || !result.auditOk) broken.push(name);
  } catch (error) {
    broken.push(name);
    process.stdout.write(
      `  FAILED: ${error instanceof Error ? error.message : String(error)}\n${stage.output().slice(-1500)}\n`,
    );
  }
}

function skip(name: string, why: string): void {
  if (wanted(name)) skipped.push(`SKIPPED  ${name}: ${why}`);
}

async function onOneMachine(): Promise<void> {
  const down = quick ? 10 : 30;
  const names = [
    'kill web',
    'kill worker',
    `stop PostgreSQL ${down} s`,
    'slow database',
    'network cut',
    'clock jump',
    'SIGTERM',
  ];
  if (!names.some(wanted)) return;
  const stage = await openStage();
  try {
    await drill(stage, 'kill web', killWeb);
    await drill(stage, 'kill worker', killWorker);
    await drill(stage, `stop PostgreSQL ${down} s`, stopPostgres(down));
    await drill(stage, 'slow database: 300 ms each answer', slowDatabase(300, quick ? 5 : 15));
    await drill(stage, 'network cut to the database, 5 times', cutDatabase(5));
    await drill(stage, 'clock jump: 3 days ahead, back, ahead', jumpClock);
    if (wanted('SIGTERM of 2 replicas in turn')) {
      const { stage: balanced, replicas, close } = await openReplicas(stage);
      await drill(balanced, 'SIGTERM of 2 replicas in turn', rollReplicas(replicas));
      await close();
    }
  } finally {
    await stage.close();
  }
}

async function withRedis(): Promise<void> {
  const name = `stop Redis ${quick ? 5 : 15} s`;
  if (!wanted(name)) return;
  if (!hasRedis) return skip(name, 'redis-server is not installed');
  const redis = await startOwnRedis({ appendOnly: true });
  const stage = await openStage({ redisUrl: redis.url });
  try {
    await drill(stage, name, stopRedis(redis, quick ? 5 : 15));
  } finally {
    await stage.close();
    await redis.remove();
  }
}

async function onSmallDisk(): Promise<void> {
  const name = 'disk of DATA_DIR full';
  if (!wanted(name)) return;
  if (process.getuid?.() !== 0) return skip(name, 'a small tmpfs needs root');
  const dataDir = makeTestFolder('drill-disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=711', 'tmpfs', dataDir], { stdio: 'pipe' });
  } catch {
    rmSync(dataDir, { recursive: true, force: true });
    return skip(name, 'no tmpfs can be mounted here');
  }
  try {
    const stage = await openStage({ dataDir });
    await drill(stage, name, fillDisk(quick ? 3 : 6));
    await stage.close();
  } finally {
    execFileSync('umount', [dataDir]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function onPair(): Promise<void> {
  const name = 'fail over to a streaming replica';
  if (!wanted(name)) return;
  const why = noFailover();
  if (why) return skip(name, why);
  const { server, failOver } = await startPair();
  const stage = await openStage({ server });
  try {
    await drill(stage, name, failOver);
  } finally {
    await stage.close();
    await server.remove();
  }
}

for (const part of [onOneMachine, withRedis, onSmallDisk, onPair]) {
  try {
    await part();
  } catch (error) {
    broken.push(part.name);
    process.stdout.write(`FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

const head = ['drill', 'what callers saw', 'answered', 'lost', 'twice', 'recovered'];
const rows = results.map((one) => [
  one.name,
  one.users,
  String(one.acknowledged),
  String(one.lost),
  String(one.twice),
  `${one.recoverSeconds.toFixed(1)} s`,
]);
const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
const lineOf = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
process.stdout.write(
  `\n${[lineOf(head), lineOf(widths.map((width) => '-'.repeat(width))), ...rows.map(lineOf), ...skipped].join('\n')}\n`,
);
process.stdout.write(
  broken.length > 0 ? `\nFAILED: ${broken.join(', ')}\n` : '\nNothing that was answered was lost.\n',
);
process.exit(broken.length > 0 ? 1 : 0);
