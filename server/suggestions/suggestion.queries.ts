import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { driftOf } from './drift.queries.ts';

export type Quote = { type: 'email'; id: string; quote: string; start: number; end: number };
/** `before`: the date of the task that is about to move. */
export type TaskContent = { title: string; due: string | null; assignee: string | null; before?: string | null };
export type PatchContent = { field: string; value: string; before: string | null };

export type NewSuggestion = {
  packageId: string | null;
  kind: 'task' | 'patch';
  /** An open task whose date the message moves; null: a new task. */
  aboutTaskId: string | null;
  content: TaskContent | PatchContent;
  contentKey: string;
  evidence: Quote[];
  senderUnknown: boolean;
};

export type SuggestionState = {
  id: string;
  emailId: string;
  packageId: string | null;
  packageCode: string | null;
  aboutTaskId: string | null;
  kind: 'task' | 'patch';
  status: 'open' | 'accepted' | 'dismissed';
  content: TaskContent | PatchContent;
  evidence: Quote[];
  senderUnknown: boolean;
  notVerified: boolean;
};

const state = sql`
  s.id, s.email_id as "emailId", s.package_id as "packageId", p.code as "packageCode", s.kind, s.status, s.content,
  s.evidence, s.about_task_id as "aboutTaskId", s.sender_unknown as "senderUnknown", s.not_verified as "notVerified"`;

/** A message's suggestions as JSON for its answer, in the order of the text. `email` is the SQL of its id. */
export function suggestionsOf(email: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'status', s.status,
      'package', p.code, 'packageId', s.package_id, 'content', s.content, 'evidence', s.evidence,
      'senderUnknown', s.sender_unknown, 'notVerified', s.not_verified, 'source', s.source,
      'approval', (select code from approvals a where a.id = s.approval_id),
      'task', (select code from tasks t where t.id = s.task_id), 'about', about.code, 'drift', ${driftOf})
      order by (s.evidence -> 0 ->> 'start')::int, s.id)
    from suggestions s join emails m on m.id = s.email_id left join packages p on p.id = s.package_id
      left join tasks about on about.id = s.about_task_id
    where s.email_id = ${email}), '[]'::json)`;
}

/** How much a message still suggests: tasks, and packages that it changes. `email` is the SQL of its id. */
export function suggestedOf(email: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select json_build_object('tasks', count(*) filter (where s.kind = 'task'),
      'changes', count(distinct s.package_id) filter (where s.kind = 'patch'))
    from suggestions s where s.email_id = ${email} and s.status = 'open')`;
}

/** Locks one suggestion, or null; its message first, as every writer does, so that none waits in a circle. */
export async function lockSuggestion(tx: Tx, id: string): Promise<SuggestionState | null> {
  await sql`
    select from emails e join suggestions s on s.email_id = e.id where s.id = ${id}::uuid for update of e`.execute(tx);
  const { rows } = await sql<SuggestionState>`
    select ${state} from suggestions s left join packages p on p.id = s.package_id
    where s.id = ${id}::uuid for update of s`.execute(tx);
  return rows[0] ?? null;
}

/** Locks the open changes that one message suggests for one package: together they are one proposal. */
export async function lockPatchGroup(tx: Tx, emailId: string, packageId: string): Promise<SuggestionState[]> {
  const { rows } = await sql<SuggestionState>`
    select ${state} from suggestions s left join packages p on p.id = s.package_id
    where s.email_id = ${emailId}::uuid and s.package_id = ${packageId}::uuid and s.kind = 'patch' and s.status = 'open'
    order by s.id for update of s`.execute(tx);
  return rows;
}

export type Equal = {
  n: number;
  suggestionId: string | null;
  approvalId: string | null;
  taskId: string | null;
  taskDue: string | null;
};

/** What stands already for each candidate: an open suggestion, a pending approval or an open task with the same content. */
export async function findEqual(
  tx: Tx,
  candidates: readonly {
    packageId: string | null;
    kind: string;
    contentKey: string;
    field: string | null;
    value: string;
  }[],
): Promise<Equal[]> {
  const { rows } = await sql<Equal>`
    select c.n::int - 1 as n,
      (select s.id from suggestions s where s.status = 'open' and s.package_id = c.package_id and s.kind = c.kind
        and s.content_key = c.content_key limit 1) as "suggestionId",
      (select a.id from approvals a where c.kind = 'patch' and a.subject_id = c.package_id and a.status = 'pending'
        and a.patch_shown -> c.field ->> 'to' = c.value limit 1) as "approvalId",
      equal_task.id as "taskId", equal_task.due_date::text as "taskDue"
    from unnest(${candidates.map((one) => one.packageId)}::uuid[], ${candidates.map((one) => one.kind)}::text[],
      ${candidates.map((one) => one.contentKey)}::text[], ${candidates.map((one) => one.field)}::text[],
      ${candidates.map((one) => one.value)}::text[]) with ordinality as c (package_id, kind, content_key, field, value, n)
    left join lateral (select t.id, t.due_date from tasks t where c.kind = 'task' and t.package_id = c.package_id
        and t.status in ('open', 'in_progress', 'blocked')
        and 'task:' || trim(regexp_replace(lower(t.title), '[^[:alnum:]]+', ' ', 'g')) = c.content_key limit 1) equal_task on true
    where c.package_id is not null`.execute(tx);
  return rows;
}

/** Adds a message's suggestions. */
export async function insertSuggestions(
  tx: Tx,
  of: { emailId: string; textHash: string; source: 'rules' | 'llm'; version: string; notVerified: boolean },
  suggestions: readonly NewSuggestion[],
): Promise<void> {
  if (suggestions.length === 0) return;
  await sql`
    insert into suggestions (email_id, text_hash, source, source_version, not_verified, package_id, kind, content,
      content_key, evidence, sender_unknown, about_task_id)
    select ${of.emailId}::uuid, ${of.textHash}, ${of.source}, ${of.version}, ${of.notVerified}, s.package_id, s.kind,
      s.content, s.content_key, s.evidence, s.sender_unknown, s.about_task_id
    from jsonb_to_recordset(${JSON.stringify(
      suggestions.map((one) => ({
        package_id: one.packageId,
        kind: one.kind,
        content: one.content,
        content_key: one.contentKey,
        evidence: one.evidence,
        sender_unknown: one.senderUnknown,
        about_task_id: one.aboutTaskId,
      })),
    )}::jsonb) as s (package_id uuid, kind text, content jsonb, content_key text, evidence jsonb, sender_unknown boolean,
      about_task_id uuid)
  `.execute(tx);
}

/** What a message suggested that a person decided already, as `kind package key`: it is not suggested again. */
export async function listDecidedKeys(tx: Tx, emailId: string): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select concat_ws(' ', kind, package_id, content_key) as key from suggestions
    where email_id = ${emailId}::uuid and status <> 'open'`.execute(tx);
  return new Set(rows.map((row) => row.key));
}

/**
 * A model read what rules had read: of the message's open suggestions those that it does not repeat go, unless another
 * message says the same; the others are its own from now on, and wait for its quotes. `keys` as in listDecidedKeys.
 */
export async function replaceOpenSuggestions(
  tx: Tx,
  emailId: string,
  keys: readonly string[],
  by: { source: 'rules' | 'llm'; version: string },
): Promise<void> {
  await sql`
    delete from suggestions s where email_id = ${emailId}::uuid and status = 'open'
      and (package_id is null or concat_ws(' ', kind, package_id, content_key) <> all(${keys}::text[]))
      and not exists (select from jsonb_array_elements(evidence) q where q ->> 'id' <> ${emailId})`.execute(tx);
  await sql`
    update suggestions set source = ${by.source}, source_version = ${by.version},
      evidence = (select coalesce(jsonb_agg(q), '[]') from jsonb_array_elements(evidence) q where q ->> 'id' <> ${emailId})
    where email_id = ${emailId}::uuid and status = 'open'
      and concat_ws(' ', kind, package_id, content_key) = any(${keys}::text[])`.execute(tx);
}

/** Adds quotes to an open suggestion that says the same; each once, at most 20 stand there. */
export async function addSuggestionQuotes(tx: Tx, id: string, quotes: readonly Quote[]): Promise<void> {
  await sql`
    update suggestions set evidence = evidence || (select coalesce(jsonb_agg(q), '[]')
      from jsonb_array_elements(${JSON.stringify(quotes)}::jsonb) q where not evidence @> jsonb_build_array(q))
    where id = ${id}::uuid and jsonb_array_length(evidence) < 20`.execute(tx);
}

/** Ends suggestions, with what came of them. */
export async function closeSuggestions(
  tx: Tx,
  ids: readonly string[],
  end: { status: 'accepted' | 'dismissed'; userId: string; approvalId?: string; taskId?: string },
): Promise<void> {
  await sql`
    update suggestions set status = ${end.status}, decided_by = ${end.userId}::uuid, decided_at = now(),
      approval_id = ${end.approvalId ?? null}::uuid, task_id = ${end.taskId ?? null}::uuid
    where id = any(${ids}::uuid[])`.execute(tx);
}

/** Which of these packages the address is new to: nobody confirmed it there before. */
export async function listUnconfirmed(tx: Tx, packageIds: readonly string[], address: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from packages p where p.id = any(${packageIds}::uuid[]) and not exists (
      select 1 from sender_confirmations c where c.package_id = p.id and c.address = lower(${address}))
    and not exists (select 1 from vendor_domains d where d.vendor_id = p.vendor_id
      and (split_part(lower(${address}), '@', 2) = d.domain or split_part(lower(${address}), '@', 2) like '%.' || d.domain))`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** Confirms an address for packages and frees what waited for that. */
export async function confirmSender(
  tx: Tx,
  packageIds: readonly string[],
  address: string,
  userId: string,
): Promise<void> {
  await sql`
    insert into sender_confirmations (package_id, address, confirmed_by)
    select unnest(${packageIds}::uuid[]), lower(${address}), ${userId}::uuid on conflict do nothing`.execute(tx);
  await sql`
    update suggestions s set sender_unknown = false from emails e
    where e.id = s.email_id and lower(e.from_address) = lower(${address}) and s.package_id = any(${packageIds}::uuid[])
      and s.status = 'open' and s.sender_unknown`.execute(tx);
}

/** What acting on a message's suggestions needs to know of it. */
export async function getSuggestionEmail(
  db: Db | Tx,
  emailId: string,
): Promise<{
  id: string;
  subject: string | null;
  fromAddress: string | null;
  senderMismatch: boolean;
  packageIds: string[];
} | null> {
  const { rows } = await sql<{
    id: string;
    subject: string | null;
    fromAddress: string | null;
    senderMismatch: boolean;
    packageIds: string[];
  }>`
    select e.id, e.subject, e.from_address as "fromAddress", e.sender_mismatch <> '{}' as "senderMismatch",
      array(select l.package_id from email_links l where l.email_id = e.id and l.status in ('filed', 'probable')) as "packageIds"
    from emails e where e.id = ${emailId}::uuid`.execute(db);
  return rows[0] ?? null;
}
