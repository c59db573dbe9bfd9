import { getDb, getPool } from '../db.ts';
import { env } from '../env.ts';
import { getRedis } from '../redis.ts';
import type { DoctorReport } from './doctor.schema.ts';
import { runDoctor } from './run-doctor.ts';

const KEEP_MS = 30_000;

let kept: { report: Promise<DoctorReport>; until: number } | undefined;

/** This web process's report. Anybody's look of the last 30 seconds is everybody's, unless all is to be checked now. */
export function cachedDoctor(thorough: boolean): Promise<DoctorReport> {
  if (thorough || !kept || kept.until < Date.now()) {
    const report = runDoctor({ env: env(), db: getDb(), redis: getRedis(), waiting: getPool().waitingCount, thorough });
    kept = { report, until: Date.now() + KEEP_MS };
  }
  return kept.report;
}
