import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { env } from '../env.ts';

/** A list of short texts kept under a key; empty when it was never set. */
async function listOf(db: Db | Tx, key: string): Promise<string[]> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where key = ${key}`.execute(db);
  const value = rows[0]?.value;
  return Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];
}

/** Receivers whose Authentication-Results headers are believed: MAIL_TRUSTED_AUTHSERV and those that seeds added. */
export async function trustedReceivers(db: Db | Tx): Promise<string[]> {
  return [...new Set([...env().MAIL_TRUSTED_AUTHSERV, ...(await listOf(db, 'trustedReceivers'))])];
}

/** Adds a trusted receiver; once however often it is added. */
export async function addTrustedReceiver(tx: Tx, name: string): Promise<void> {
  await sql`
    insert into settings (key, value) values ('trustedReceivers', jsonb_build_array(${name}::text))
    on conflict (key) do update set updated_at = now(),
      value = case when settings.value @> excluded.value then settings.value else settings.value || excluded.value end`.execute(
    tx,
  );
}

/** Says that demo data is being loaded (or is no longer): health is `down` meanwhile. */
export async function setDemoLoading(db: Db | Tx, loading: boolean): Promise<void> {
  await sql`
    insert into settings (key, value) values ('demoLoading', to_jsonb(${loading}::boolean))
    on conflict (key) do update set value = excluded.value, updated_at = now()`.execute(db);
}

/** Whether demo data is being loaded. A mark older than ten minutes is of a load that died. */
export async function isDemoLoading(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select 1 from settings where key = 'demoLoading' and value = 'true'::jsonb
      and updated_at > now() - interval '10 minutes'`.execute(db);
  return rows.length > 0;
}
