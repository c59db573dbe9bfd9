import { statSync } from 'node:fs';
import { env } from './env.ts';

/** A worker whose loop stands still for so long is stuck. */
const ALIVE_SECONDS = 30;
const ANSWER_MS = 4_000;

function workerLives(): boolean {
  const file = env().WORKER_ALIVE_FILE;
  if (!file) throw new Error('WORKER_ALIVE_FILE is not set.');
  return Date.now() - statSync(file).mtimeMs < ALIVE_SECONDS * 1_000;
}

async function webAnswers(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${env().PORT}/health`, { signal: AbortSignal.timeout(ANSWER_MS) });
  return answer.ok;
}

// `node build/healthcheck.js [worker]`, for a container's health check: exit code 0 while its program is well.
try {
  process.exitCode = (process.argv[2] === 'worker' ? workerLives() : await webAnswers()) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
