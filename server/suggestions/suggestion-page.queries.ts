import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from '../emails/email-visibility.queries.ts';
import type { PatchContent, TaskContent } from './suggestion.queries.ts';

/** An open suggestion on a package with the message that makes it. */
export type PackageSuggestion = {
  id: string;
  content: ({ kind: 'task' } & TaskContent) | ({ kind: 'patch' } & PatchContent);
  emailId: string;
  subject: string | null;
  sender: string | null;
  receivedAt: string;
};

/** What waits on a package out of messages that the actor may read, the newest message first; at most `limit`. */
export async function listPackageSuggestions(
  db: Db,
  actor: Actor,
  packageId: string,
  limit: number,
): Promise<PackageSuggestion[]> {
  const { rows } = await sql<PackageSuggestion>`
    select s.id, s.content || jsonb_build_object('kind', s.kind) as content, e.id as "emailId", e.subject,
      coalesce(nullif(e.from_name, ''), e.from_address) as sender,
      to_char(e.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "receivedAt"
    from suggestions s join emails e on e.id = s.email_id
    where s.package_id = ${packageId}::uuid and s.status = 'open' and ${visibleTo(actor)}
    order by e.received_at desc, e.id, s.kind, (s.evidence -> 0 ->> 'start')::int, s.id limit ${limit}`.execute(db);
  return rows;
}

/** A package that the actor buys, with what waits there. */
export type SuggestedOnPackage = { code: string; title: string; tasks: number; changes: number };

/**
 * The packages that the actor buys on which mail suggests something, most first, at most `limit`; and how many
 * suggestions wait there in all.
 */
export async function listMySuggested(
  db: Db,
  actor: Actor & { userId: string },
  limit: number,
): Promise<{ items: SuggestedOnPackage[]; total: number }> {
  const { rows } = await sql<SuggestedOnPackage & { total: number }>`
    select p.code, p.title, count(*) filter (where s.kind = 'task')::int as tasks,
      count(*) filter (where s.kind = 'patch')::int as changes, (sum(count(*)) over ())::int as total
    from packages p join suggestions s on s.package_id = p.id and s.status = 'open'
    join emails e on e.id = s.email_id
    where p.buyer_id = ${actor.userId}::uuid and ${visibleTo(actor)}
    group by p.id, p.code, p.title order by count(*) desc, p.code limit ${limit}`.execute(db);
  return { items: rows.map(({ total: _total, ...item }) => item), total: rows[0]?.total ?? 0 };
}
