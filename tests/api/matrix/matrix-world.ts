import { sql } from 'kysely';
import type { UserActor } from '../../../server/actor.ts';
import { addComment } from '../../../server/comments/add-comment.ts';
import { closeDb } from '../../../server/db.ts';
import { createMessageParser, type MessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { setEnv } from '../../../server/env.ts';
import { proposeChange } from '../../../server/packages/propose-change.ts';
import { insertDeadJob } from '../../../server/queue/job.queries.ts';
import { createTask } from '../../../server/tasks/create-task.ts';
import { requestReplay } from '../../../server/ai/replay/request-replay.ts';
import { createToken } from '../../../server/tokens/create-token.ts';
import type { Role, Scope } from '../../../server/users/role.policy.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { ingest, letter } from '../../factories/mail.ts';
import { mailOff, mailOn } from '../../factories/outgoing.ts';
import { createBearer, OPERATOR } from '../../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { makeTestFolder } from '../../setup/services.ts';
import { startSmtpServer } from '../../setup/smtp-server.ts';

/** A database with the demo cast, and fresh rows on demand. */
export type MatrixWorld = {
  database: TestDatabase;
  world: World;
  person(role: Role): UserActor;
  /** A token of the role's person with exactly these scopes; the same one for the same question. */
  bearer(role: Role, scopes: Scope[]): Promise<string>;
  /** A number that was not given out before. */
  next(): number;
  pkg(columns?: Parameters<typeof createPackageRow>[2]): Promise<{ id: string; code: string }>;
  /** The code of a pending approval that the role's person requested. */
  approval(requester?: Role): Promise<string>;
  /** The code of an open task. */
  task(): Promise<string>;
  vendor(): Promise<{ id: string; name: string }>;
  project(): Promise<string>;
  /** The id of a message that was read; its attachment is number 1. */
  email(): Promise<string>;
  /** The id of an open suggestion of a task, read out of a message. */
  suggestion(): Promise<string>;
  /** A comment by the role's person on a task of its own; the task's code. */
  comment(author: Role): Promise<{ id: string; about: string }>;
  /** The id of a notification to the role's person. */
  notification(role: Role): Promise<string>;
  deadJob(): Promise<string>;
  replay(): Promise<string>;
  token(owner?: Role): Promise<string>;
  close(): Promise<void>;
};

const WITH_ATTACHMENT = `--b
Content-Type: text/plain; charset=utf-8

Good morning.
--b
Content-Type: text/csv; name=list.csv
Content-Disposition: attachment; filename=list.csv
Content-Transfer-Encoding: base64

YSxiCg==
--b--`.replaceAll('\n', '\r\n');

/** A plain letter with one attachment. */
function letterWithAttachment(n: number): Buffer {
  const plain = letter({ subject: `Offer ${n}`, text: WITH_ATTACHMENT }).toString();
  return Buffer.from(plain.replace('text/plain; charset=utf-8', 'multipart/mixed; boundary=b'));
}

export async function openMatrixWorld(): Promise<MatrixWorld> {
  const database = await createTestDatabase();
  const { db } = database;
  setEnv({ DATABASE_URL: database.url, RATE_LIMIT_API: 0, REDIS_URL: undefined, DATA_DIR: makeTestFolder('api') });
  const smtp = await startSmtpServer();
  mailOn(smtp.url);
  const world = await createWorld(db);
  const people = { viewer: world.vera, operator: world.bob, analyst: world.alice, admin: world.charlie };
  const tokens = new Map<string, Promise<string>>();
  let parser: MessageParser | null = null;
  let n = 0;
  const self: MatrixWorld = {
    database,
    world,
    person: (role) => people[role],
    bearer(role, scopes) {
      const key = `${role} ${scopes.join()}`;
      const known = tokens.get(key) ?? createBearer(db, people[role], scopes);
      tokens.set(key, known);
      return known;
    },
    next: () => (n += 1),
    pkg: (columns) => createPackageRow(db, world, { code: `M-${self.next()}`, ...columns }),
    async approval(requester = 'analyst') {
      const { code } = await self.pkg();
      const body = { deliveryDate: '2027-03-01', reason: 'The works are late.' };
      return (await proposeChange(db, people[requester], { package: code, body })).code;
    },
    async task() {
      const { code } = await self.pkg();
      return (await createTask(db, world.bob, { package: code, title: 'Chase the drawings' })).code;
    },
    async vendor() {
      const { rows } = await sql<{ id: string; name: string }>`
        insert into vendors (name) values (${`Vendor ${self.next()}`}) returning id, name`.execute(db);
      return rows[0]!;
    },
    async project() {
      const { rows } = await sql<{ code: string }>`
        insert into projects (code, name, time_zone, currency) values (${`MX${self.next()}`}, 'Matrix', 'UTC', 'EUR')
        returning code`.execute(db);
      return rows[0]!.code;
    },
    async email() {
      parser ??= createMessageParser();
      return ingest(db, parser, letterWithAttachment(self.next()));
    },
    async suggestion() {
      const { rows } = await sql<{ id: string }>`
        insert into suggestions (email_id, package_id, kind, content, content_key, evidence, text_hash, source, source_version)
        values (${await self.email()}, ${(await self.pkg()).id}, 'task',
          '{"title": "Send the drawings", "due": "2027-01-15", "assignee": null}', 'send the drawings', '[]', '', 'rules', '1')
        returning id`.execute(db);
      return rows[0]!.id;
    },
    async comment(author) {
      const about = await self.task();
      const { id } = await addComment(db, people[author], { about, text: 'Drawings came.' });
      return { id, about };
    },
    async notification(role) {
      const { id, code } = await self.pkg();
      const { rows } = await sql<{ id: string }>`
        insert into notifications (user_id, kind, about_type, about_id, about_code, package_id, sentence, actor_id, once_key)
        values (${people[role].userId}, 'comment_added', 'package', ${id}, ${code}, ${id}, 'Bob wrote.',
          ${world.bob.userId}, ${`told:${self.next()}`})
        returning id`.execute(db);
      return rows[0]!.id;
    },
    async deadJob() {
      const id = crypto.randomUUID();
      await insertDeadJob(db, id, { kind: 'process_email', payload: { emailId: crypto.randomUUID() } }, 'broken');
      return id;
    },
    async replay() {
      const { id } = await requestReplay(db, people.admin, { provider: 'rules', since: '2026-01-01' });
      return id;
    },
    async token(owner = 'viewer') {
      const made = await createToken(db, OPERATOR, { name: `t${self.next()}`, scopes: ['read'] }, people[owner].email);
      return made.id;
    },
    async close() {
      mailOff();
      await smtp.close();
      await parser?.close();
      await closeDb();
      await database.drop();
    },
  };
  return self;
}
