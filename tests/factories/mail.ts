import { sql } from 'kysely';
import type { SystemActor } from '../../server/actor.ts';
import type { Db } from '../../server/db.ts';
import { createMessageParser, type MessageParser } from '../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../server/emails/receive-email.ts';
import { createBell } from '../../server/queue/doorbell.ts';
import { jobHandlers } from '../../server/queue/job-handlers.ts';
import { runJobs } from '../../server/queue/run-jobs.ts';

export const LISTENER: SystemActor = { kind: 'system', name: 'redis', via: 'redis' };

export type Letter = {
  from?: string;
  to?: string;
  subject?: string;
  id?: string;
  references?: string[];
  text?: string;
  headers?: string[];
};

let letters = 0;

/** A raw message; what is not given is ordinary. */
export function letter({
  from = 'Jo Vendor <jo@elsewhere.test>',
  to = 'pmis@northgate.example',
  subject = 'Hello',
  id,
  references = [],
  text = 'Good morning.',
  headers = [],
}: Letter = {}): Buffer {
  letters += 1;
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Date: Thu, 05 Mar 2026 10:12:41 +0100',
    `Message-ID: ${id ?? `<letter-${letters}-${process.pid}@elsewhere.test>`}`,
    ...(references.length > 0 ? [`References: ${references.join(' ')}`, `In-Reply-To: ${references.at(-1)}`] : []),
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** The raw message number `i`: text that tries a dump's escapes, and an attachment. */
export const drawing = (i: number) =>
  Buffer.from(
    [
      'From: Jo <jo@elsewhere.test>',
      'To: pmis@northgate.example',
      `Subject: Drawing ${i}`,
      `Message-ID: <drawing-${i}@elsewhere.test>`,
      'Date: Thu, 05 Mar 2026 10:12:41 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `A tab\there, a backslash \\. and a line\r\n\\.\r\nof number ${i}: zażółć 図面.`,
      '--b',
      'Content-Type: application/octet-stream; name=drawing.bin',
      'Content-Disposition: attachment; filename=drawing.bin',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(`drawing ${i} `.repeat(500)).toString('base64'),
      '--b--',
      '',
    ].join('\r\n'),
  );

/** Runs the queue in this process until no job waits or runs. */
export async function drain(db: Db, parser: MessageParser = createMessageParser()): Promise<void> {
  const bell = createBell();
  const jobs = runJobs({
    db,
    worker: `test-${Math.random()}`,
    handlers: jobHandlers(db, parser),
    bell,
    concurrency: 4,
    pollMs: 20,
  });
  for (;;) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from jobs where status in ('queued', 'running')`.execute(db);
    if (rows[0]!.count === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await jobs.stop(1000);
}

/** Stores a message and reads it; its id. */
export async function ingest(db: Db, parser: MessageParser, message: Letter | Buffer): Promise<string> {
  const raw = Buffer.isBuffer(message) ? message : letter(message);
  const { id } = await receiveEmail(db, LISTENER, { raw, source: 'redis' });
  await drain(db, parser);
  return id;
}

export type LinkFacts = { code: string; method: string; status: string };

/** The links of a message, by code. */
export async function linksOf(db: Db, emailId: string): Promise<LinkFacts[]> {
  const { rows } = await sql<LinkFacts>`
    select p.code, l.method, l.status from email_links l join packages p on p.id = l.package_id
    where l.email_id = ${emailId} order by p.code`.execute(db);
  return rows;
}

/** Event types of a message with the package they stand under, oldest first. */
export async function eventsOf(db: Db, emailId: string): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select e.event_type || coalesce(' ' || p.code, '') as said from events e left join packages p on p.id = e.package_id
    where e.entity_type = 'email' and e.entity_id = ${emailId} order by e.id`.execute(db);
  return rows.map((row) => row.said);
}
