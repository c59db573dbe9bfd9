import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import type { EmailStatus } from './email.schema.ts';
import { visibleTo } from './email-visibility.queries.ts';

export type HeldEmail = {
  id: string;
  status: EmailStatus;
  subject: string | null;
  duplicateOf: string | null;
  visible: boolean;
  /** Its link to the package as it stands. */
  link: { status: string; method: string; score: number } | null;
};

/**
 * Messages held for filing under a package, in the order of their ids: two who file the same never wait in a circle. Their
 * links are read after the lock: the statement that waited still sees what stood before it.
 */
export async function lockEmails(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  packageId: string,
): Promise<HeldEmail[]> {
  const { rows } = await sql<HeldEmail>`
    select e.id, e.status, e.subject, e.duplicate_of as "duplicateOf", ${visibleTo(actor)} as visible,
      null as link
    from emails e where e.id = any(${ids}::uuid[]) order by e.id for update of e`.execute(tx);
  const links = await sql<NonNullable<HeldEmail['link']> & { id: string }>`
    select l.email_id as id, l.status, l.method, round(l.score::numeric, 2)::float as score from email_links l
    where l.email_id = any(${ids}::uuid[]) and l.package_id = ${packageId}::uuid`.execute(tx);
  const linkOf = new Map(links.rows.map(({ id, ...link }) => [id, link]));
  return rows.map((email) => ({ ...email, link: linkOf.get(email.id) ?? null }));
}

/** Files held messages under a package by hand and brings `filed` and their versions up to date. */
export async function setLinks(
  tx: Tx,
  links: { ids: readonly string[]; packageId: string; userId: string | null; why: string },
): Promise<void> {
  if (links.ids.length === 0) return;
  await sql`
    insert into email_links (email_id, package_id, method, score, status, why, linked_by)
    select id, ${links.packageId}::uuid, 'manual', 1, 'filed', ${links.why}, ${links.userId}::uuid
    from unnest(${links.ids}::uuid[]) id
    on conflict (email_id, package_id) do update set method = 'manual', score = 1, status = 'filed', why = excluded.why,
      linked_by = excluded.linked_by, updated_at = now()`.execute(tx);
  await sql`
    update emails set version = version + 1, set_aside_at = null, set_aside_by = null, filed = true
    where id = any(${links.ids}::uuid[])`.execute(tx);
}
