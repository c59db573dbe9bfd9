import type pg from 'pg';

const CLIENTS = 4;

/** Messages a second that PostgreSQL takes as two bare inserts each (a row and its bytes) in a transaction; `owner` may create tables. */
export async function insertBare(owner: pg.Pool, messages: readonly Buffer[]): Promise<number> {
  await owner.query(
    'create table if not exists bare_rows (id bigint generated always as identity primary key, subject text)',
  );
  await owner.query('create table if not exists bare_raws (id bigint primary key, raw bytea not null)');
  await owner.query('alter table bare_raws alter column raw set storage external');
  const rest = messages.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = await owner.connect();
      for (const raw of rest) {
        await client.query('begin');
        const { rows } = await client.query<{ id: string }>({
          name: 'bare_row',
          text: 'insert into bare_rows (subject) values ($1) returning id',
          values: ['Subject'],
        });
        await client.query({
          name: 'bare_raw',
          text: 'insert into bare_raws values ($1, $2)',
          values: [rows[0]!.id, raw],
        });
        await client.query('commit');
      }
      client.release();
    }),
  );
  const rate = messages.length / ((performance.now() - started) / 1000);
  await owner.query('truncate bare_rows, bare_raws');
  return rate;
}
