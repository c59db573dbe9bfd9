import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { verifyAudit } from '../../../server/audit/verify-audit.ts';
import { addComment } from '../../../server/comments/add-comment.ts';
import { deleteComment, editComment } from '../../../server/comments/change-comment.ts';
import type { CommentJson } from '../../../server/comments/comment.schema.ts';
import { readComments } from '../../../server/comments/read-comments.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { reprocessEmail } from '../../../server/emails/reprocess-email.ts';
import { replyAddress } from '../../../server/outgoing/reply-address.ts';
import { proposeChange } from '../../../server/packages/propose-change.ts';
import { createTask } from '../../../server/tasks/create-task.ts';
import { updateTask } from '../../../server/tasks/update-task.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { drain, ingest, type Letter } from '../../factories/mail.ts';
import { mailOff, mailOn } from '../../factories/outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { startSmtpServer, type TestSmtpServer } from '../../setup/smtp-server.ts';

const parser = createMessageParser();
let test: TestDatabase;
let smtp: TestSmtpServer;
let world: World;
let pkg: { id: string; code: string };
let task: { id: string; code: string };

beforeAll(async () => {
  test = await createTestDatabase();
  smtp = await startSmtpServer();
  await sql`insert into settings (key, value) values ('trustedReceivers', '["mx.northgate.example"]')`.execute(test.db);
});
beforeEach(async () => {
  await sql`update users set active = false`.execute(test.db);
  world = await createWorld(test.db);
  pkg = await createPackageRow(test.db, world);
  task = await createTask(test.db, world.alice, { package: pkg.code, title: 'Chase', assignee: world.bob.email });
  await sql`delete from notifications`.execute(test.db);
});
afterEach(mailOff);
afterAll(async () => {
  await parser.close();
  await smtp.close();
  await test.drop();
});

async function told(person: UserActor): Promise<string[]> {
  const { rows } = await sql<{ told: string }>`
    select kind || ': ' || sentence as told from notifications where user_id = ${person.userId} order by created_at`.execute(
    test.db,
  );
  return rows.map((row) => row.told);
}

async function comments(about: string): Promise<CommentJson[]> {
  return (JSON.parse(await readComments(test.db, world.vera, { about })) as { items: CommentJson[] }).items;
}

async function events(entityId: string): Promise<{ type: string; via: string; after: unknown; before: unknown }[]> {
  const { rows } = await sql<{ type: string; via: string; after: unknown; before: unknown }>`
    select event_type as type, via, before, after from events
    where entity_id = ${entityId}::uuid and event_type like 'comment%' order by id`.execute(test.db);
  return rows;
}

describe('a comment', () => {
  it('is shown, recorded on its row, and told to whose row it is, who wrote there, and whom it names', async () => {
    const made = await addComment(test.db, world.alice, { about: task.code, text: 'Where are they, @Chidi?' });
    expect(await told(world.bob)).toEqual([`comment_added: Alice commented on ${task.code}: Where are they, @Chidi?`]);
    expect(await told(world.chidi)).toEqual([`mentioned: Alice named you on ${task.code}: Where are they, @Chidi?`]);
    expect(await told(world.alice)).toEqual([]);
    await addComment(test.db, world.chidi, { about: `task:${task.id}`, text: 'Tomorrow.' });
    expect(await told(world.alice)).toEqual([`comment_added: Chidi commented on ${task.code}: Tomorrow.`]);
    expect((await comments(task.code)).map(({ text, author, about }) => [text, author.name, about.code])).toEqual([
      ['Where are they, @Chidi?', 'Alice', task.code],
      ['Tomorrow.', 'Chidi', task.code],
    ]);
    expect((await events(task.id))[0]).toEqual({
      type: 'comment_added',
      via: 'api',
      before: null,
      after: { comment: made.id, text: 'Where are they, @Chidi?' },
    });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it('on a package is told to its buyer, on an approval to who asked and whose turn it is', async () => {
    await addComment(test.db, world.alice, { about: pkg.code, text: 'Steel got dearer.' });
    expect(await told(world.bob)).toHaveLength(1);
    const body = { contractAmount: '4000000.00', reason: 'Negotiated' };
    const { code } = await proposeChange(test.db, world.alice, { package: pkg.code, body });
    await sql`delete from notifications`.execute(test.db);
    await addComment(test.db, world.bob, { about: code, text: 'The offer is attached to the mail.' });
    const [charlie, chidi] = [await told(world.charlie), await told(world.chidi)];
    expect([(await told(world.alice)).length, charlie.length + chidi.length]).toEqual([1, 1]);
  });

  it('is no change of its row: a stale version names who changed the row', async () => {
    await updateTask(test.db, world.alice, task.code, { title: 'Chase all', expectedVersion: 1 });
    await addComment(test.db, world.charlie, { about: task.code, text: 'Fine.' });
    const stale = updateTask(test.db, world.bob, task.code, { title: 'Chase some', expectedVersion: 1 });
    await expect(stale).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Alice changed') });
  });

  it('is changed and deleted by its writer alone, and the trail keeps what it said', async () => {
    const { id, version } = await addComment(test.db, world.alice, { about: pkg.code, text: 'First.' });
    for (const change of [
      editComment(test.db, world.charlie, id, { text: 'Other' }),
      deleteComment(test.db, world.charlie, id),
    ])
      await expect(change).rejects.toMatchObject({ code: 'forbidden' });
    await editComment(test.db, world.alice, id, { text: 'Second, @Charlie.', expectedVersion: version });
    await editComment(test.db, world.alice, id, { text: 'Second, @Charlie!' });
    expect(await told(world.charlie)).toHaveLength(1);
    expect(await told(world.bob)).toHaveLength(1);
    await expect(editComment(test.db, world.alice, id, { text: 'x', expectedVersion: version })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await comments(pkg.code)).toMatchObject([{ text: 'Second, @Charlie!', editedAt: expect.any(String) }]);
    await deleteComment(test.db, world.alice, id);
    expect(await comments(pkg.code)).toEqual([]);
    await expect(deleteComment(test.db, world.alice, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await events(pkg.id)).map(({ type, before }) => [type, before])).toEqual([
      ['comment_added', null],
      ['comment_edited', { comment: id, text: 'First.' }],
      ['comment_edited', { comment: id, text: 'Second, @Charlie.' }],
      ['comment_deleted', { comment: id, text: 'Second, @Charlie!' }],
    ]);
  });
});

describe('an answer to a notification mail', () => {
  const answer = async (
    about: { type: 'task' | 'approval'; id: string },
    from: UserActor,
    letter: Letter,
    owner = from,
  ) => {
    mailOn(smtp.url);
    const to = replyAddress(about, owner.userId)!;
    const id = await ingest(test.db, parser, { from: `${from.name} <${from.email}>`, to, ...letter });
    const { rows } = await sql<{ subject: string; text: string; recipients: string[]; kind: string }>`
      select subject, text, recipients, kind from outgoing_emails where kind = 'answer'`.execute(test.db);
    await sql`delete from outgoing_emails`.execute(test.db);
    const { rows: read } = await sql`select status from emails where id = ${id}`.execute(test.db);
    expect(read).toEqual([{ status: 'processed' }]);
    return { id, answers: rows };
  };
  const QUOTED = '\r\n\r\nOn Thu, 5 Mar 2026 at 10:00, PMIS <pmis@northgate.example> wrote:\r\n> Alice gave you T-1';

  it('becomes a comment of the person whom the reply address was given to, once', async () => {
    const { id, answers } = await answer({ type: 'task', id: task.id }, world.bob, {
      subject: `Re: ${task.code}`,
      text: `They come on Friday.${QUOTED}`,
    });
    expect(answers).toEqual([]);
    expect(await comments(task.code)).toMatchObject([
      { text: 'They come on Friday.', author: { email: world.bob.email }, source: 'email', emailId: id },
    ]);
    expect(await told(world.alice)).toEqual([`comment_added: Bob commented on ${task.code}: They come on Friday.`]);
    expect(await events(task.id)).toMatchObject([{ type: 'comment_added', via: 'email' }]);
    await sql`update emails set status = 'quarantined' where id = ${id}`.execute(test.db);
    await reprocessEmail(test.db, world.charlie, id);
    await drain(test.db, parser);
    expect(await comments(task.code)).toHaveLength(1);
  });

  it.each<[string, () => [from: UserActor, letter: Letter, owner?: UserActor]]>([
    ['from another person than its address was given to', () => [world.alice, { text: 'Mine.' }, world.bob]],
    ['from a robot', () => [world.bob, { text: 'I am away.', headers: ['Auto-Submitted: auto-replied'] }]],
    ['of nothing but a quote', () => [world.bob, { text: QUOTED.trim() }]],
    ['from a viewer', () => [world.vera, { text: 'May I?' }]],
    [
      'whose sender failed the checks of a trusted receiver',
      () => [
        world.bob,
        {
          text: 'Forged.',
          headers: ['Authentication-Results: mx.northgate.example; dmarc=fail header.from=northgate.example'],
        },
      ],
    ],
  ])('does not: %s', async (_what, given) => {
    const [from, letter, owner] = given();
    await answer({ type: 'task', id: task.id }, from, letter, owner ?? from);
    expect(await comments(task.code)).toEqual([]);
  });

  it('"approved" decides nothing: it is a comment, and its writer is told where to decide', async () => {
    const body = { contractAmount: '4000000.00', reason: 'Negotiated' };
    const { id, code } = await proposeChange(test.db, world.alice, { package: pkg.code, body });
    const { answers } = await answer({ type: 'approval', id }, world.charlie, {
      subject: `Re: ${code} contract amount`,
      text: `Approved!${QUOTED}`,
    });
    expect(answers).toEqual([
      {
        kind: 'answer',
        subject: `Re: ${code} contract amount`,
        recipients: [world.charlie.email],
        text: expect.stringContaining('approving or rejecting by mail is not possible'),
      },
    ]);
    expect(await comments(code)).toMatchObject([{ text: 'Approved!', author: { email: world.charlie.email } }]);
    const { rows } = await sql`select status from approvals where id = ${id}`.execute(test.db);
    expect(rows).toEqual([{ status: 'pending' }]);
    const question = await answer({ type: 'approval', id }, world.charlie, { text: 'Why is it so dear?' });
    expect(question.answers).toEqual([]);
    expect(await comments(code)).toHaveLength(2);
  });
});
