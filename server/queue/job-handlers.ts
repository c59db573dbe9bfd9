import type { SystemActor } from '../actor.ts';
import { setReplayFailed } from '../ai/replay/replay.queries.ts';
import { runReplay } from '../ai/replay/run-replay.ts';
import { giveUpModelReading, understandByModel } from '../ai/understand-by-model.ts';
import { understandEmail } from '../ai/understand-email.ts';
import { expireApprovals } from '../approvals/expire-approvals.ts';
import { takeCheckpoint } from '../audit/take-checkpoint.ts';
import { runBackup } from '../backups/run-backup.ts';
import type { Db } from '../db.ts';
import { readAttachmentTexts } from '../email-texts/read-attachment-texts.ts';
import type { MessageParser } from '../emails/parse/create-message-parser.ts';
import { sendDigests } from '../digests/send-digests.ts';
import { failEmail, processEmail } from '../emails/process-email.ts';
import { receiveEntry } from '../emails/receive-entry.ts';
import { failMail, sendMail } from '../outgoing/send-mail.ts';
import { cleanUp } from '../schedules/clean-up.ts';
import { ensureEventPartitions, setSlotFailed, setSlotFinished } from '../schedules/schedule.queries.ts';
import { checkOverdue } from '../tasks/check-overdue.ts';
import type { JobKind } from './job.schema.ts';
import type { JobHandler, JobHandlers } from './run-jobs.ts';

type ScheduledKind = Exclude<
  JobKind,
  | 'process_email'
  | 'understand_email'
  | 'understand_by_model'
  | 'replay_reading'
  | 'read_attachments'
  | 'ingest_email'
  | 'send_email'
>;

/** What each kind of job does, in the worker's name. */
export function jobHandlers(db: Db, parser: MessageParser): JobHandlers {
  const worker: SystemActor = { kind: 'system', name: 'worker', via: 'worker' };
  const redis: SystemActor = { kind: 'system', name: 'redis', via: 'redis' };

  const scheduled = <K extends ScheduledKind>(work: () => Promise<unknown>): JobHandler<K> => ({
    async run({ payload }) {
      const result = await work();
      await setSlotFinished(db, payload.schedule, payload.slot, result);
    },
    async onDead(tx, { payload }, error) {
      await setSlotFailed(tx, payload.schedule, payload.slot, error);
    },
  });

  return {
    process_email: {
      run: ({ payload, attempts }, finish) =>
        processEmail(db, worker, { emailId: payload.emailId, parser, finish, lastTry: attempts > 1 }),
      onDead: (tx, { payload }, error) => failEmail(tx, worker, payload.emailId, error),
    },
    understand_email: {
      run: ({ payload }, finish) => understandEmail(db, { emailId: payload.emailId, finish }),
    },
    understand_by_model: {
      run: ({ payload }, finish) => understandByModel(db, worker, { emailId: payload.emailId, finish }),
      onDead: (tx, { payload }) => giveUpModelReading(tx, payload.emailId),
    },
    replay_reading: {
      run: ({ payload }, finish) => runReplay(db, { replayId: payload.replayId, finish }),
      onDead: (tx, { payload }, error) => setReplayFailed(tx, payload.replayId, error),
    },
    read_attachments: {
      run: ({ payload }, finish) => readAttachmentTexts(db, { emailId: payload.emailId, finish }),
    },
    ingest_email: {
      async run({ payload }) {
        await receiveEntry(db, redis, Buffer.from(payload.entry, 'base64'));
      },
    },
    send_email: {
      run: ({ payload }, finish) => sendMail(db, { id: payload.outgoingId, parser, finish }),
      onDead: (tx, { payload }, error) => failMail(tx, worker, payload.outgoingId, error),
    },
    check_overdue: scheduled(() => checkOverdue(db, worker)),
    audit_checkpoint: scheduled(async () => {
      const { day, heads, hash } = await takeCheckpoint(db, worker);
      return { day, heads, hash };
    }),
    expire_approvals: scheduled(async () => ({ expired: await expireApprovals(db, worker) })),
    ensure_partitions: scheduled(async () => ({ made: await ensureEventPartitions(db) })),
    clean_up: scheduled(() => cleanUp(db)),
    send_digests: scheduled(() => sendDigests(db, worker)),
    backup: scheduled(async () => {
      const { manifest, place, deleted } = await runBackup(db, 'schedule');
      return { name: manifest.name, place, deleted };
    }),
  };
}
