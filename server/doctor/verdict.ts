import type { Redis } from 'ioredis';
import type { Db } from '../db.ts';
import type { Env } from '../env.ts';
import type { DoctorLine, DoctorStatus } from './doctor.schema.ts';

/** What a check found; never a secret. */
export type Verdict = { status: DoctorStatus; says: string; mend: string | null };

export const ok = (says: string): Verdict => ({ status: 'ok', says, mend: null });
export const off = (says: string, mend: string | null = null): Verdict => ({ status: 'off', says, mend });
export const warn = (says: string, mend: string): Verdict => ({ status: 'warn', says, mend });
export const fail = (says: string, mend: string): Verdict => ({ status: 'fail', says, mend });

/** What the checks look at. */
export type Patient = {
  env: Env;
  db: Db;
  redis: Redis | null;
  /** Queries of this process that waited for a connection before the doctor came; its own are many at once. */
  waiting: number;
  /** Also what costs or goes out. */
  thorough: boolean;
  now: Date;
};

export type Check = {
  id: string;
  group: string;
  title: string;
  /** Milliseconds; the usual limit where it is not said. */
  limitMs?: number;
  look: (patient: Patient) => Promise<Verdict> | Verdict;
};

const LIMIT_MS = 4_000;

/** An error's text without what stands in connection strings and keys. */
export function plainError(error: unknown): string {
  const text = error instanceof Error ? error.message || error.constructor.name : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  return (text || String(code ?? 'no reason given'))
    .replace(/:\/\/[^@\s/]*@/g, '://…@')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}

/** One check's line; a check that throws or takes too long fails. */
export async function lineOf(check: Check, patient: Patient): Promise<DoctorLine> {
  const { id, group, title, limitMs = LIMIT_MS } = check;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(
      () =>
        resolve(
          fail(
            `It did not answer within ${limitMs / 1000} s.`,
            'See the other lines of this group, then run `pmis doctor` again.',
          ),
        ),
      limitMs,
    );
  });
  try {
    const verdict = await Promise.race([Promise.resolve(patient).then(check.look), late]);
    return { id, group, title, ...verdict };
  } catch (error) {
    return {
      id,
      group,
      title,
      ...fail(`It could not be looked at: ${plainError(error)}`, 'See the database and Redis lines first.'),
    };
  } finally {
    clearTimeout(timer);
  }
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 120) return `${whole} s`;
  if (whole < 7_200) return `${Math.round(whole / 60)} min`;
  if (whole < 172_800) return `${Math.round(whole / 3_600)} h`;
  return `${Math.round(whole / 86_400)} days`;
}
