import type { Db, Tx } from '../db.ts';
import type { ChatResource } from './chat.schema.ts';
import { claimToolCall, getToolCallResource, setToolCallResource } from './turn.queries.ts';

/** A tool call of a turn; `callId` is the model's own id of it. */
export type CallOfTurn = { turnId: string; callId: string; tool: string; args: unknown };

/**
 * Makes a writing call at most once: the call's row, what it wrote and its events commit together, so that the same
 * call again, by whichever process, gives what stands. `make` writes, `load` reads what was made before.
 */
export async function callOnce<T>(
  db: Db,
  { turnId, callId, tool, args }: CallOfTurn,
  make: (tx: Tx) => Promise<{ made: T; resource: ChatResource }>,
  load: (tx: Tx, id: string) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    if (!(await claimToolCall(tx, turnId, callId, tool, args))) {
      const before = await getToolCallResource(tx, turnId, callId);
      if (before) return load(tx, before.id);
    }
    const { made, resource } = await make(tx);
    await setToolCallResource(tx, turnId, callId, resource);
    return made;
  });
}
