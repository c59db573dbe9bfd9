import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejectApproval } from '../../../server/approvals/decide-approval.ts';
import { answerQuestion } from '../../../server/chat/answer-question.ts';
import { askAssistant } from '../../../server/chat/ask-assistant.ts';
import { beginTurn } from '../../../server/chat/begin-turn.ts';
import { deleteConversation } from '../../../server/chat/delete-conversation.ts';
import { forgetNote } from '../../../server/chat/forget-note.ts';
import { readConversations } from '../../../server/chat/read-conversation.ts';
import { rememberNote } from '../../../server/chat/remember-note.ts';
import { rememberedText } from '../../../server/chat/remembered.ts';
import { renameConversation } from '../../../server/chat/rename-conversation.ts';
import { addComment } from '../../../server/comments/add-comment.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { pointAtStub } from '../../setup/point-at-stub.ts';

let database: TestDatabase;
let world: World;
let code: string;

beforeAll(async () => {
  pointAtStub(null);
  database = await createTestDatabase();
  world = await createWorld(database.db);
  code = (await createPackageRow(database.db, world)).code;
});
afterAll(() => database.drop());

const ask = (query: string, more = {}) => askAssistant(database.db, world.alice, { query, ...more });

describe('a conversation about a package', () => {
  it('is begun from the package, understands "it", and is found again', async () => {
    const { conversationId, args } = await ask('where do we stand?', { package: code.toLowerCase() });
    expect(args).toMatchObject({ package: code });
    const read = await readConversations(database.db, world.alice, conversationId);
    expect(read).toMatchObject({ open: { package: code }, about: { code } });
    const again = await readConversations(database.db, world.alice, undefined, code);
    expect(again.earlier).toBe(conversationId);
    expect((await readConversations(database.db, world.bob, undefined, code)).earlier).toBeNull();
  });

  it('proposes for it without its code', async () => {
    const answer = await ask('push the delivery to 3 May 2027', { package: code });
    expect(answer).toMatchObject({ action_type: 'propose_patch', args: { package: code } });
  });

  it('knows no package that is not there', async () => {
    await expect(ask('where do we stand?', { package: 'X-404404' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: [{ field: 'package' }] },
    });
  });

  it('is given the decisions and comments on the package with their source', async () => {
    const pkg = await createPackageRow(database.db, world);
    const asked = await ask(`move the delivery of ${pkg.code} to 4 May 2027`);
    await rejectApproval(database.db, world.charlie, asked.resource_created!.code, { reason: 'Not before the FAT.' });
    await addComment(database.db, world.bob, { about: pkg.code, text: 'The crane is ours until June.' });
    const { memory } = await readConversations(database.db, world.alice, undefined, pkg.code);
    const conversation = { actor: world.alice, about: pkg.code } as Parameters<typeof rememberedText>[1];
    expect(await rememberedText(database.db, conversation)).toContain('by Bob: The crane is ours until June.');
    expect(memory.comments).toMatchObject([{ by: 'Bob', text: 'The crane is ours until June.' }]);
    expect(memory.decisions).toEqual([
      {
        code: asked.resource_created!.code,
        sentence: 'rejected by Charlie (“Not before the FAT.”): delivery 30 Nov 2026 → 4 May 2027',
      },
    ]);
  });
});

describe('renaming and deleting', () => {
  it('is for the person’s own only', async () => {
    const { conversationId } = await ask(`status of ${code}`);
    const rename = (actor: World['alice'], title: string) =>
      renameConversation(database.db, actor, conversationId, { title });
    await expect(rename(world.bob, 'Mine now')).rejects.toMatchObject({ code: 'not_found' });
    await rename(world.alice, 'Transformers');
    const { open } = await readConversations(database.db, world.alice, conversationId);
    expect(open!.title).toBe('Transformers');
    await expect(deleteConversation(database.db, world.bob, conversationId)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(deleteConversation(database.db, world.alice, 'nothing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes the words and keeps what was done', async () => {
    const secret = `create a task to polish the flange ${code} by 3 May 2027`;
    const { conversationId, resource_created } = await ask(secret);
    await deleteConversation(database.db, world.alice, conversationId);
    await expect(readConversations(database.db, world.alice, conversationId)).rejects.toMatchObject({
      code: 'not_found',
    });
    const { rows } = await sql<Record<string, unknown>>`
      select t.input, t.output, t.conversation_id, t.decision, c.resource from chat_turns t
      join chat_tool_calls c on c.turn_id = t.id where c.resource ->> 'code' = ${resource_created!.code}`.execute(
      database.db,
    );
    expect(rows).toEqual([
      { input: null, output: null, conversation_id: null, decision: 'create_task', resource: resource_created },
    ]);
    const left = await sql`select 1 from chat_messages where text = ${secret}`.execute(database.db);
    expect(left.rows).toEqual([]);
  });
});

describe('a conversation deleted while it is answered', () => {
  it('keeps no word of the answer', async () => {
    const begun = await beginTurn(database.db, world.alice, { query: `status of ${code}` });
    if (!('question' in begun)) throw new Error('It was asked before.');
    const { question } = begun;
    await deleteConversation(database.db, world.alice, question.conversationId);
    const answer = await answerQuestion(database.db, question, {
      signal: new AbortController().signal,
      listen: () => undefined,
    });
    expect(answer.evidence).toMatchObject([{ code }]);
    const { rows } = await sql`
      select status, input, output from chat_turns where id = ${question.turnId}::uuid`.execute(database.db);
    expect(rows).toEqual([{ status: 'complete', input: null, output: null }]);
  });
});

describe('notes', () => {
  it('are kept when asked, seen by their person only, and forgotten', async () => {
    const answer = await ask('Remember that Jonas is on leave until 12 May.');
    expect(answer).toMatchObject({ action_type: 'query', resource_created: null });
    const mine = (await readConversations(database.db, world.alice, undefined)).memory.notes;
    expect(mine.map(({ text }) => text)).toEqual(['Jonas is on leave until 12 May']);
    expect((await readConversations(database.db, world.bob, undefined)).memory.notes).toEqual([]);
    await expect(forgetNote(database.db, world.bob, mine[0]!.id)).rejects.toMatchObject({ code: 'not_found' });
    await forgetNote(database.db, world.alice, mine[0]!.id);
    expect((await readConversations(database.db, world.alice, undefined)).memory.notes).toEqual([]);
  });

  it('are at most 100', async () => {
    const note = (text: string) => rememberNote(database.db, world.chidi, { text, package: code });
    for (let n = 0; n < 100; n++) await note(`note ${n}`);
    await expect(note('one more')).rejects.toMatchObject({ code: 'conflict' });
  });
});
