import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { ActionType, ChatEvidence, ChatResource } from './chat.schema.ts';

export type Conversation = { id: string; title: string; package: string | null; updatedAt: string };

export type ChatMessage = {
  id: number;
  role: 'user' | 'assistant';
  text: string;
  actionType: ActionType | null;
  tool: string | null;
  args: Record<string, unknown>;
  evidence: ChatEvidence[];
  resource: ChatResource | null;
  /** `stopped`: the reader left; `failed`: no answer came. Neither is a whole answer. */
  status: 'complete' | 'stopped' | 'failed';
  /** The rules or model that answered. */
  source: string | null;
  /** Both messages of a turn carry its id; null before turns were kept. */
  turnId: string | null;
  createdAt: string;
};

const instant = sql.raw(`to_char(c.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** A person's conversations, latest first, at most `limit`; of one package when its code is given. */
export async function listConversations(db: Db, userId: string, limit: number): Promise<Conversation[]> {
  const { rows } = await sql<Conversation>`
    select c.id, c.title, p.code as package, ${instant} as "updatedAt"
    from conversations c left join packages p on p.id = c.package_id
    where c.user_id = ${userId}::uuid order by c.updated_at desc, c.id limit ${limit}`.execute(db);
  return rows;
}

/** One conversation of the person; null when there is none or it is somebody else's. */
export async function getConversation(db: Db | Tx, userId: string, id: string): Promise<Conversation | null> {
  const { rows } = await sql<Conversation>`
    select c.id, c.title, p.code as package, ${instant} as "updatedAt"
    from conversations c left join packages p on p.id = c.package_id
    where c.id = ${id}::uuid and c.user_id = ${userId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** The latest messages of a conversation in their order, at most `limit`. */
export async function listMessages(db: Db, conversationId: string, limit: number): Promise<ChatMessage[]> {
  const { rows } = await sql<ChatMessage>`
    select * from (
      select id, role, text, action_type as "actionType", tool, args, evidence, resource, status, source, turn_id as "turnId",
        to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
      from chat_messages where conversation_id = ${conversationId}::uuid order by id desc limit ${limit}) latest
    order by id`.execute(db);
  return rows;
}

/** Starts a conversation; `packageCode` is what it begins with. Returns its id. */
export async function insertConversation(
  tx: Tx,
  userId: string,
  title: string,
  packageCode: string | null,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into conversations (user_id, title, package_id)
    values (${userId}::uuid, ${title}, (select id from packages where code = ${packageCode})) returning id`.execute(tx);
  return rows[0]!.id;
}

export type NewMessage = Omit<ChatMessage, 'id' | 'createdAt'>;

/** Adds messages in their order and marks the conversation as the latest. */
export async function insertMessages(tx: Tx, conversationId: string, messages: readonly NewMessage[]): Promise<void> {
  const values = messages.map(
    (one) => sql`(${conversationId}::uuid, ${one.role}, ${one.text}, ${one.actionType}, ${one.tool},
      ${JSON.stringify(one.args)}::jsonb, ${JSON.stringify(one.evidence)}::jsonb,
      ${one.resource ? JSON.stringify(one.resource) : null}::jsonb, ${one.status}, ${one.source}, ${one.turnId}::uuid)`,
  );
  await sql`
    insert into chat_messages (conversation_id, role, text, action_type, tool, args, evidence, resource, status, source,
      turn_id)
    values ${sql.join(values)}`.execute(tx);
  await sql`update conversations set updated_at = now() where id = ${conversationId}::uuid`.execute(tx);
}

/** The answer of a turn; null while there is none. */
export async function getAnswer(db: Db, turnId: string): Promise<ChatMessage | null> {
  const { rows } = await sql<ChatMessage>`
    select id, role, text, action_type as "actionType", tool, args, evidence, resource, status, source,
      turn_id as "turnId", to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
    from chat_messages where turn_id = ${turnId}::uuid and role = 'assistant' limit 1`.execute(db);
  return rows[0] ?? null;
}

/** Gives a conversation that began without a package the one its first answer was about. */
export async function setConversationPackage(tx: Tx, id: string, packageCode: string): Promise<void> {
  await sql`
    update conversations set package_id = (select id from packages where code = ${packageCode})
    where id = ${id}::uuid and package_id is null`.execute(tx);
}

/** The person's latest conversation about a package; null when there is none. */
export async function getPackageConversation(db: Db, userId: string, packageCode: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select c.id from conversations c join packages p on p.id = c.package_id
    where c.user_id = ${userId}::uuid and p.code = ${packageCode} order by c.updated_at desc limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** Names a conversation of the person; false when there is none. */
export async function setConversationTitle(db: Db | Tx, userId: string, id: string, title: string): Promise<boolean> {
  const { rows } = await sql`
    update conversations set title = ${title}
    where id = ${id}::uuid and user_id = ${userId}::uuid returning id`.execute(db);
  return rows.length > 0;
}

/** Locks a conversation of the person; false when there is none. */
export async function holdConversation(tx: Tx, userId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select id from conversations where id = ${id}::uuid and user_id = ${userId}::uuid for update`.execute(tx);
  return rows.length > 0;
}

/** Deletes a conversation with its messages. */
export async function deleteConversationRows(tx: Tx, id: string): Promise<void> {
  await sql`delete from chat_messages where conversation_id = ${id}::uuid`.execute(tx);
  await sql`delete from conversations where id = ${id}::uuid`.execute(tx);
}
