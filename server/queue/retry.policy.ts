/** Waits before the second, third and fourth attempt, in milliseconds, before jitter. */
const FIRST_WAIT_MS = 2_000;
const FACTOR = 4;
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Milliseconds to wait after `attempts` failed attempts: 2 s, 8 s, 32 s …, each shortened by up to half so that jobs
 * that failed together do not come back together. `random` is from 0 to 1.
 */
export function retryDelayMs(attempts: number, random: number): number {
  const full = Math.min(FIRST_WAIT_MS * FACTOR ** (attempts - 1), LONGEST_WAIT_MS);
  return Math.round(full * (1 - random / 2));
}

/** What becomes of a job whose attempt failed. A final failure (a refusal by a rule) is not tried again. */
export function afterFailure(job: { attempts: number; maxAttempts: number }, final: boolean): 'retry' | 'dead' {
  return final || job.attempts >= job.maxAttempts ? 'dead' : 'retry';
}
