import { buildInfo } from '../build-info.ts';
import { configurationChecks } from './check-configuration.ts';
import { databaseChecks } from './check-database.ts';
import { networkChecks } from './check-network.ts';
import { redisChecks } from './check-redis.ts';
import { serviceChecks } from './check-services.ts';
import { workChecks } from './check-work.ts';
import type { DoctorReport } from './doctor.schema.ts';
import { lineOf, type Patient } from './verdict.ts';

const CHECKS = [
  ...configurationChecks,
  ...databaseChecks,
  ...redisChecks,
  ...networkChecks,
  ...serviceChecks,
  ...workChecks,
];

/**
 * The production checklist as a program: every check at once, each within its time limit, none of them throws. No
 * secret stands in the report.
 */
export async function runDoctor(patient: Omit<Patient, 'now'> & { now?: Date }): Promise<DoctorReport> {
  const now = patient.now ?? new Date();
  const began = performance.now();
  const lines = await Promise.all(CHECKS.map((check) => lineOf(check, { ...patient, now })));
  const worst = lines.some(({ status }) => status === 'fail')
    ? 'fail'
    : lines.some(({ status }) => status === 'warn')
      ? 'warn'
      : 'ok';
  return {
    status: worst,
    at: now.toISOString(),
    version: buildInfo.version,
    thorough: patient.thorough,
    milliseconds: Math.round(performance.now() - began),
    lines,
  };
}
