import { sql } from 'kysely';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmailJson } from '../../../server/emails/email.schema.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { readEmail } from '../../../server/emails/read-emails.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { setEnv } from '../../../server/env.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { drain } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

/** What the .json beside a message states of it after it was handed in; only what is stated is compared. */
type Expected = {
  subject?: string;
  from?: { name: string | null; address: string };
  to?: string[];
  date?: string | null;
  kind?: string;
  replyText?: string;
  textContains?: string[];
  attachments?: string[];
  /** `[package, method, status]` in any order; links by words are left out: titles here say nothing. */
  links?: [string, string, string][];
  /** A part of `flags` as stored. */
  flags?: Record<string, unknown>;
  malformed?: string[];
  calendar?: string;
  /** Recipients that the bounce names. */
  bounce?: string[];
  mismatch?: boolean;
  authentication?: string;
  bankDetails?: boolean;
  messageIdReused?: boolean;
  /** Names of other messages here, without their numbers. */
  thread?: string;
  notThread?: string;
  duplicateOf?: string;
  status?: string;
  error?: string;
};

const folder = path.resolve(import.meta.dirname, '../../fixtures/mail/messages');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => name.slice(0, -'.eml'.length))
  .sort();

type Stored = EmailJson & { flags: Record<string, unknown> & { malformed?: string[] } };

let database: TestDatabase;
let world: World;
const stored = new Map<string, Stored>();
const called = (name: string) => stored.get(names.find((one) => one.slice(4) === name)!)!;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  setEnv({ DATABASE_URL: database.url, MAIL_TRUSTED_AUTHSERV: ['mx.northgate.example'] });
  world = await createWorld(db);
  await createPerson(db, 'Alice Analyst', 'analyst');
  await sql`insert into vendor_domains (vendor_id, domain) values (${world.vendorId}, 'hydrotec.test')`.execute(db);
  const columns = { vendor_id: null, title: 'Qq', status: 'po_issued' } as const;
  for (const code of ['P-710', 'P-711', 'P-713', 'P-714']) await createPackageRow(db, world, { code, ...columns });
  await createPackageRow(db, world, { code: 'P-712', ...columns, po_number: '4500-77-31' });
  await createPackageRow(db, world, { code: 'P-719', ...columns, status: 'closed' });
  const parser = createMessageParser();
  const ids: string[] = [];
  const firstOfThreads = names.find((name) => name.endsWith('thread-root'))!;
  for (const name of names) {
    const raw = readFileSync(path.join(folder, `${name}.eml`));
    ids.push((await receiveEmail(db, world.bob, { raw, source: 'api' })).id);
    // Messages of one conversation are read in their order, all others together.
    if (name >= firstOfThreads) await drain(db, parser);
  }
  await parser.close();
  const { rows } = await sql<{ id: string; flags: Stored['flags'] }>`select id, flags from emails`.execute(db);
  const flags = new Map(rows.map((row) => [row.id, row.flags]));
  for (const [at, id] of ids.entries()) {
    const email = (await readEmail(db, world.charlie, id)) as EmailJson;
    stored.set(names[at]!, { ...email, flags: flags.get(id) ?? {} });
  }
}, 120_000);
afterAll(() => database.drop());

/** The stated fields as the stored message has them. */
function seen(email: Stored, wanted: Expected): Expected {
  const got: Record<keyof Expected, unknown> = {
    subject: email.subject,
    from: email.from,
    to: email.to.map(({ address }) => address),
    date: email.date === null ? null : new Date(email.date).toISOString().replace('.000Z', 'Z'),
    kind: email.kind,
    replyText: email.replyText,
    textContains: wanted.textContains?.filter((part) => email.text?.includes(part)),
    attachments: email.attachments.map(({ filename }) => filename),
    links: email.links
      .filter(({ method }) => method !== 'words')
      .map((link) => [link.package, link.method, link.status])
      .sort(),
    flags: Object.fromEntries(Object.keys(wanted.flags ?? {}).map((key) => [key, email.flags[key]])),
    malformed: email.flags.malformed,
    calendar: (email.flags['calendar'] as { method: string } | undefined)?.method,
    bounce: (email.flags['bounce'] as { recipients: string[] } | undefined)?.recipients,
    mismatch: email.senderMismatch.length > 0,
    authentication: email.authentication,
    bankDetails: email.bankDetails,
    messageIdReused: email.messageIdReused,
    thread: wanted.thread && (email.threadId === called(wanted.thread).threadId ? wanted.thread : 'another'),
    notThread:
      wanted.notThread && (email.threadId === called(wanted.notThread).threadId ? 'the same' : wanted.notThread),
    duplicateOf:
      wanted.duplicateOf && (email.duplicateOf === called(wanted.duplicateOf).id ? wanted.duplicateOf : 'no'),
    status: email.status,
    error: wanted.error && (email.error?.includes(wanted.error) ? wanted.error : email.error),
  };
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, got[key as keyof Expected]]));
}

describe('own messages, handed in as POST /api/emails does', () => {
  test('there are at least 80', () => expect(names.length).toBeGreaterThanOrEqual(80));

  test.each(names)('%s', (name) => {
    const wanted = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Expected;
    wanted.links?.sort();
    expect(seen(stored.get(name)!, wanted)).toEqual(wanted);
  });
});
