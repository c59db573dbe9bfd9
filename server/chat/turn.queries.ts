import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { ActionType, ChatResource } from './chat.schema.ts';

/** JSON as jsonb takes it: no NUL, no halves of surrogate pairs. */
const jsonb = (value: unknown) =>
  JSON.stringify(value ?? {}).replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/giu, '$1');

/** A call of a tool in a turn. `outputHash` is of the answer as the model got it. */
export type ToolCallRow = {
  callId: string;
  tool: string;
  args: unknown;
  status: 'done' | 'refused';
  outputHash: string | null;
  resource: ChatResource | null;
  message: string | null;
};

export type NewTurn = {
  userId: string;
  conversationId: string;
  clientKey: string | null;
  source: string;
  query: string;
};

/** Begins a turn; null when the person's client key was used before. */
export async function insertTurn(tx: Tx, turn: NewTurn): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into chat_turns (user_id, conversation_id, client_key, source, input)
    values (${turn.userId}::uuid, ${turn.conversationId}::uuid, ${turn.clientKey}::uuid, ${turn.source},
      ${JSON.stringify({ query: turn.query })}::jsonb)
    on conflict (user_id, client_key) do nothing returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

export type KnownTurn = { id: string; status: string; conversationId: string | null; ageSeconds: number };

/** The turn that a person's client key began; null when there is none. */
export async function getTurnByKey(db: Db, userId: string, clientKey: string): Promise<KnownTurn | null> {
  const { rows } = await sql<KnownTurn>`
    select id, status, conversation_id as "conversationId",
      extract(epoch from now() - started_at)::float8 as "ageSeconds"
    from chat_turns where user_id = ${userId}::uuid and client_key = ${clientKey}::uuid`.execute(db);
  return rows[0] ?? null;
}

export type TurnEnd = {
  status: 'complete' | 'stopped' | 'failed';
  source: string;
  fallback: string | null;
  promptHash: string | null;
  toolsHash: string | null;
  finishReason: string | null;
  usage: Record<string, number> | null;
  decision: ActionType | null;
  /** What was answered, and what of it was dropped and why. */
  output: Record<string, unknown>;
};

/** Ends a turn that runs: whether its conversation still stands; null when it has ended already. */
export async function endTurn(tx: Tx, turnId: string, end: TurnEnd): Promise<{ kept: boolean } | null> {
  const { rows } = await sql<{ kept: boolean }>`
    update chat_turns set status = ${end.status}, source = ${end.source}, fallback = ${end.fallback},
      prompt_hash = ${end.promptHash}, tools_hash = ${end.toolsHash}, finish_reason = ${end.finishReason},
      usage = ${end.usage ? JSON.stringify(end.usage) : null}::jsonb, decision = ${end.decision},
      output = case when conversation_id is not null then ${JSON.stringify(end.output)}::jsonb end, finished_at = now()
    where id = ${turnId}::uuid and status = 'running' returning conversation_id is not null as kept`.execute(tx);
  return rows[0] ?? null;
}

const values = (turnId: string, call: ToolCallRow) => sql`(${turnId}::uuid, ${call.callId}, ${call.tool},
  ${jsonb(call.args)}::jsonb, ${call.status}, ${call.outputHash},
  ${call.resource ? JSON.stringify(call.resource) : null}::jsonb, ${call.message})`;

/** Keeps calls that are not kept yet: what a writing call made stands already. */
export async function insertToolCalls(tx: Tx, turnId: string, calls: readonly ToolCallRow[]): Promise<void> {
  if (calls.length === 0) return;
  await sql`
    insert into chat_tool_calls (turn_id, call_id, tool, args, status, output_hash, resource, message)
    values ${sql.join(calls.map((call) => values(turnId, call)))}
    on conflict (turn_id, call_id) do nothing`.execute(tx);
}

/** Claims a call before it writes; false when it was made already. Waits for a claim under way. */
export async function claimToolCall(
  tx: Tx,
  turnId: string,
  callId: string,
  tool: string,
  args: unknown,
): Promise<boolean> {
  const { rows } = await sql`
    insert into chat_tool_calls (turn_id, call_id, tool, args, status)
    values (${turnId}::uuid, ${callId}, ${tool}, ${jsonb(args)}::jsonb, 'done')
    on conflict (turn_id, call_id) do nothing returning call_id`.execute(tx);
  return rows.length > 0;
}

/** Writes what a claimed call made. */
export async function setToolCallResource(
  tx: Tx,
  turnId: string,
  callId: string,
  resource: ChatResource,
): Promise<void> {
  await sql`update chat_tool_calls set resource = ${JSON.stringify(resource)}::jsonb
    where turn_id = ${turnId}::uuid and call_id = ${callId}`.execute(tx);
}

/** What a call made before; null when it made nothing. */
export async function getToolCallResource(db: Db | Tx, turnId: string, callId: string): Promise<ChatResource | null> {
  const { rows } = await sql<{ resource: ChatResource | null }>`
    select resource from chat_tool_calls where turn_id = ${turnId}::uuid and call_id = ${callId}`.execute(db);
  return rows[0]?.resource ?? null;
}

/** Takes the words of a conversation's turns away; what was done stays. */
export async function eraseTurnWords(tx: Tx, conversationId: string): Promise<void> {
  await sql`update chat_turns set input = null, output = null where conversation_id = ${conversationId}::uuid`.execute(
    tx,
  );
  await sql`update chat_tool_calls set args = '{}', message = null
    where turn_id in (select id from chat_turns where conversation_id = ${conversationId}::uuid) and resource is null`.execute(
    tx,
  );
}
