import { Kysely, PostgresDialect } from 'kysely';
import type { DB } from '../server/db-types.ts';
import type { Db } from '../server/db.ts';
import { listPackageRows } from '../server/packages/package-page.queries.ts';
import { getPackageJson } from '../server/packages/package.queries.ts';
import { packageListInput } from '../server/packages/package.schema.ts';
import type { BareQueries, BareQuery } from './bare-server.ts';
import { createPool } from '../server/db.ts';

/** Runs `work` on a connection of its own and returns the SQL that it sent. */
export async function captureSql(url: string, work: (db: Db) => Promise<unknown>): Promise<BareQuery[]> {
  const sent: BareQuery[] = [];
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: createPool(url, { max: 1, statementTimeoutMs: 0 }) }),
    log: ({ query }) => void sent.push({ text: query.sql, values: [...query.parameters] }),
  });
  try {
    await work(db);
    return sent;
  } finally {
    await db.destroy();
  }
}

/** The queries of the bare server, made from the product's own so that both read the same columns of the same rows. */
export async function bareQueries(url: string, userId: string): Promise<BareQueries> {
  const [one] = await captureSql(url, (db) => getPackageJson(db, 'P-00001'));
  const [page] = await captureSql(url, (db) => listPackageRows(db, userId, packageListInput.parse({ limit: '100' })));
  if (!one || !page) throw new Error('The product sent no SQL.');
  const text = one.text
    .replace('select row_to_json(item)', 'select json_agg(item order by p.code)')
    .replace('from packages p', 'from (select * from packages order by code limit 100) p')
    .replace(/\n\s*where .*$/s, '');
  return { list: { text, values: [] }, one, page };
}
