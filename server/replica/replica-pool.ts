import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { isDatabaseAway } from '../errors.ts';

/** `40001` from a replica: a row it needed was cleaned up on the primary meanwhile; `25006`: it was given a write. */
const NOT_FOR_A_REPLICA = new Set(['40001', '25006']);

function isForThePrimary(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return isDatabaseAway(error) || NOT_FOR_A_REPLICA.has(code);
}

type Query = (text: string, values: readonly unknown[]) => Promise<unknown>;
type Parts = { replica: PostgresPool; primary: PostgresPool; lost: (error: unknown) => void };

/**
 * A pool of connections to the replica for statements that only read: one that the replica cannot be asked, or loses
 * half way, is asked of the primary, so that its reader sees nothing of it. `lost` hears of each.
 */
export function replicaPool({ replica, primary, lost }: Parts): PostgresPool {
  const askPrimary: Query = async (text, values) => {
    const client = await primary.connect();
    try {
      return await (client.query as Query)(text, values);
    } finally {
      client.release();
    }
  };
  return {
    async connect() {
      let client: PostgresPoolClient;
      try {
        client = await replica.connect();
      } catch (error) {
        lost(error);
        return primary.connect();
      }
      const query: Query = async (text, values) => {
        try {
          return await (client.query as Query)(text, values);
        } catch (error) {
          if (!isForThePrimary(error)) throw error;
          lost(error);
          return askPrimary(text, values);
        }
      };
      return { query, release: () => client.release() } as unknown as PostgresPoolClient;
    },
    end: () => replica.end(),
  };
}
