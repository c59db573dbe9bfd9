import { z } from 'zod';
import { cursorInput, limitInput, manyOf } from '../lists/list.schema.ts';

export const JOB_KINDS = [
  'process_email',
  'understand_email',
  'understand_by_model',
  'replay_reading',
  'read_attachments',
  'ingest_email',
  'send_email',
  'check_overdue',
  'audit_checkpoint',
  'expire_approvals',
  'ensure_partitions',
  'clean_up',
  'send_digests',
  'backup',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Kinds that wait for a model. */
export const MODEL_KINDS: readonly JobKind[] = ['understand_by_model', 'replay_reading'];

export const JOB_STATUSES = ['queued', 'running', 'done', 'dead', 'dropped'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** What each kind of job is told. `schedule` and `slot` name the row of schedule_runs that a scheduled job answers. */
export type JobPayloads = {
  process_email: { emailId: string };
  /** A filed message, read for its understanding and suggestions. */
  understand_email: { emailId: string };
  /** The same, by the model; the rules' reading stands in for it meanwhile. */
  understand_by_model: { emailId: string };
  /** A rehearsal: past messages through another reader, without writing what it reads. */
  replay_reading: { replayId: string };
  /** Attachments of a filed message, read for search. */
  read_attachments: { emailId: string };
  /** An entry of the Redis list that could not be stored, as it stood there. */
  ingest_email: { entry: string };
  /** Its id is the job's own too. */
  send_email: { outgoingId: string };
  check_overdue: ScheduledPayload;
  audit_checkpoint: ScheduledPayload;
  expire_approvals: ScheduledPayload;
  ensure_partitions: ScheduledPayload;
  clean_up: ScheduledPayload;
  send_digests: ScheduledPayload;
  backup: ScheduledPayload;
};

export type ScheduledPayload = { schedule: string; slot: string };

/** A job that this worker holds. `attempts` counts this one. */
export type Job<K extends JobKind = JobKind> = {
  id: string;
  kind: K;
  payload: JobPayloads[K];
  attempts: number;
  maxAttempts: number;
  /** The HTTP request that it was added in. */
  requestId?: string | null;
};

/** Query of `GET /api/jobs`, newest first. */
export const listJobsInput = z.strictObject({
  limit: limitInput,
  cursor: cursorInput,
  status: manyOf(JOB_STATUSES),
  kind: manyOf(JOB_KINDS),
});
export type ListJobs = z.output<typeof listJobsInput>;

const instant = z.iso.datetime({ offset: true });

/** One job as the API shows it. */
export const jobOutput = z.object({
  id: z.uuid(),
  kind: z.enum(JOB_KINDS),
  status: z.enum(JOB_STATUSES),
  payload: z.record(z.string(), z.unknown()),
  attempts: z.int(),
  maxAttempts: z.int(),
  runAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  lastError: z.string().nullable(),
  createdAt: instant,
});
export type JobJson = z.output<typeof jobOutput>;
