import { sql } from 'kysely';
import type { Db } from '../../db.ts';

/**
 * Uses up a token for one body; the same body again is let through, so that a provider's retry is not lost. False: it
 * was used for another body. Forgets tokens after a day: calls that old are refused by their time.
 */
export async function useToken(db: Db, source: string, token: string, bodySha256: string): Promise<boolean> {
  await sql`delete from inbound_tokens where used_at < now() - interval '1 day'`.execute(db);
  const { rows } = await sql<{ same: boolean }>`
    insert into inbound_tokens as t (source, token, body_sha256) values (${source}, ${token}, ${bodySha256})
    on conflict (source, token) do update set source = excluded.source
    returning t.body_sha256 = ${bodySha256} as same`.execute(db);
  return rows[0]!.same;
}
