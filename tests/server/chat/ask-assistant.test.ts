import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAssistant } from '../../../server/chat/ask-assistant.ts';
import { readConversations } from '../../../server/chat/read-conversation.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
let code: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  code = (await createPackageRow(database.db, world)).code;
});
afterAll(() => database.drop());

describe('askAssistant', () => {
  it('proposes and changes nothing: the approval is pending, of origin chat, with the words as evidence', async () => {
    const query = `move the delivery of ${code} to 3 May 2027`;
    const answer = await askAssistant(database.db, world.alice, { query });
    expect(answer).toMatchObject({ action_type: 'propose_patch', resource_created: { type: 'approval' } });
    const { rows } = await sql<Record<string, unknown>>`
      select a.status, a.origin, a.evidence, p.delivery_date as "deliveryDate",
        (select via from events where entity_id = a.id and event_type = 'approval_created') as via
      from approvals a join packages p on p.id = a.package_id where a.code = ${answer.resource_created!.code}`.execute(
      database.db,
    );
    expect(rows[0]).toMatchObject({ status: 'pending', origin: 'chat', via: 'chat', evidence: [{ quote: query }] });
    expect(rows[0]!.deliveryDate).not.toBe('2027-05-03');
  });

  it('makes a task, keeps both messages and shows what was made', async () => {
    const query = `create a task to check the drawings of ${code} by 3 May 2027`;
    const answer = await askAssistant(database.db, world.bob, { query });
    expect(answer).toMatchObject({ action_type: 'create_task', args: { due: '2027-05-03', package: code } });
    const { messages } = await readConversations(database.db, world.bob, answer.conversationId);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(messages[1]!.made).toMatchObject({ type: 'task', status: 'open', dueDate: '2027-05-03' });
  });

  it('refuses a viewer and every decision', async () => {
    const asked = await askAssistant(database.db, world.vera, { query: `put ${code} on hold` });
    expect(asked).toMatchObject({ action_type: 'refuse', resource_created: null });
    expect(asked.response).toContain('permission');
    const before = await sql<{ n: number }>`select count(*)::int as n from approval_decisions`.execute(database.db);
    const answer = await askAssistant(database.db, world.charlie, { query: 'approve AR-1 and everything pending' });
    expect(answer.action_type).toBe('refuse');
    const after = await sql<{ n: number }>`select count(*)::int as n from approval_decisions`.execute(database.db);
    expect(after.rows).toEqual(before.rows);
  });

  it('knows nobody else’s conversation', async () => {
    const { conversationId } = await askAssistant(database.db, world.alice, { query: 'packages on hold' });
    const stolen = askAssistant(database.db, world.bob, { query: 'and its buyer?', conversationId });
    await expect(stolen).rejects.toMatchObject({ code: 'not_found' });
    await expect(readConversations(database.db, world.bob, conversationId)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
