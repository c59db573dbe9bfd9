export const SOURCE_KINDS = [
  'http',
  'redis',
  'imap',
  'smtp',
  'lmtp',
  'postmark',
  'mailgun',
  'sendgrid',
  'ses',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const SOURCE_STATES = ['ok', 'retrying', 'down'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

const FIRST_WAIT_MS = 1_000;
const FIRST_REFUSED_MS = 60_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/**
 * Milliseconds before the next try after `failures` failed ones: 1 s, 2 s, 4 s … 5 min, each shortened by up to half.
 * A refused sign-in waits from 1 min on, so that the server does not lock the account.
 */
export function sourceRetryMs(failures: number, random: number, signInRefused = false): number {
  const first = signInRefused ? FIRST_REFUSED_MS : FIRST_WAIT_MS;
  const full = Math.min(first * 2 ** Math.min(failures - 1, 20), LONGEST_WAIT_MS);
  return Math.round(full * (1 - random / 2));
}

/** Attempts at one message after which the others no longer wait for it, and after which it is given up. */
export const PARK_AFTER = 3;
export const GIVE_UP_AFTER = 8;

/** Milliseconds before one message is tried again: 1 min, 4 min, 16 min … a day. */
export function messageRetryMs(attempts: number): number {
  return Math.min(60_000 * 4 ** Math.min(attempts - 1, 10), 24 * 3_600_000);
}

/** Whether a source has been without mail for longer than it should; one that never brought any is not judged. */
export function isSilent(lastMailAt: Date | null, silentHours: number | undefined, now: Date): boolean {
  if (silentHours === undefined || lastMailAt === null) return false;
  return now.getTime() - lastMailAt.getTime() >= silentHours * 3_600_000;
}

/** What is known of a source. `active`: PMIS itself goes out for it or listens, so that silence of the worker shows. */
export type SourceFacts = {
  active: boolean;
  lastOkAt: Date | null;
  failingSince: Date | null;
  /** How long a working one may go without a sign of life, in milliseconds. */
  quietMs: number;
};

/**
 * The state of a source: `down` when it has failed for `downMinutes` or no worker has looked for so long, `retrying`
 * before that, else `ok`. What waits to be called (HTTP, webhooks) is always ok.
 */
export function sourceState(facts: SourceFacts, now: Date, downMinutes: number): SourceState {
  if (!facts.active) return 'ok';
  const downMs = downMinutes * 60_000;
  if (facts.failingSince) return now.getTime() - facts.failingSince.getTime() >= downMs ? 'down' : 'retrying';
  if (!facts.lastOkAt) return 'retrying';
  const quiet = now.getTime() - facts.lastOkAt.getTime();
  if (quiet >= Math.max(downMs, facts.quietMs)) return 'down';
  return quiet > facts.quietMs ? 'retrying' : 'ok';
}
