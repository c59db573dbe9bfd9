import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** Statements remembered a process: its own are far fewer; text beyond them is planned each time, as without a name. */
const MOST_STATEMENTS = 400;

/** How many rows a search finds decides its plan: it is planned each time, for the words searched. */
const SEARCH = /\bilike\b|@@/;

/** Whether a connection keeps one plan of the statement for all values. */
export function isPlannedOnce(text: string, values: readonly unknown[]): boolean {
  return values.length > 0 && !SEARCH.test(text);
}

const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_STATEMENTS) return known;
  const name = `pmis_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** A migration of a newer release has changed what a statement gives: a plan of the former shape is refused for good. */
const isOutdated = (error: unknown) =>
  (error as { code?: string }).code === '0A000' && /cached plan/.test((error as Error).message);

function preparing(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[]) => {
    const name = isPlannedOnce(text, values) ? nameOf(text) : undefined;
    try {
      return await client.query({ text, values: [...values], name });
    } catch (error) {
      if (!isOutdated(error)) throw error;
      // Within a transaction this fails too: such statements name their columns.
      return client.query({ text, values: [...values] }).catch(() => Promise.reject(error as Error));
    }
  };
  return { query, release: () => client.release() } as unknown as PostgresPoolClient;
}

/**
 * The pool for Kysely with every statement prepared under a name: a connection plans each once. For processes that run
 * few statements often; it takes connections of its own, not those of a transaction pooler.
 */
export function preparedPool(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? preparing(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}
