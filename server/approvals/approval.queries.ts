import { type RawBuilder, sql } from 'kysely';
import type { Evidence } from '../audit/record-event.ts';
import { businessNow } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { refCondition } from '../packages/package.queries.ts';
import type { PackagePatch } from '../packages/package-fields.schema.ts';
import { decodeCursor } from '../paging.ts';
import type { ApprovalListInput } from './approval.schema.ts';
import type { Origin } from './approval-level.policy.ts';
import type { ApprovalLevel, ApprovalStatus } from './approval.policy.ts';

export type Shown = Record<string, { from: unknown; to: unknown }>;

/** An approval as the operations see it. `patch` holds ids and minor units; `patchShown` what people read. */
export type ApprovalState = {
  id: string;
  code: string;
  subjectType: 'package' | 'vendor';
  subjectId: string;
  packageId: string | null;
  projectId: string | null;
  status: ApprovalStatus;
  patch: PackagePatch;
  patchShown: Shown;
  base: Record<string, unknown>;
  effectiveDate: string | null;
  correction: boolean;
  reason: string;
  evidence: Evidence[];
  origin: Origin;
  level: ApprovalLevel;
  levelReasons: string[];
  requiredDecisions: number;
  singleDecision: boolean;
  amount: number | null;
  currency: string | null;
  requestedBy: string;
  barred: string[];
  turnUserId: string | null;
  version: number;
};

const stateColumns = sql`
  a.id, a.code, a.subject_type as "subjectType", a.subject_id as "subjectId", a.package_id as "packageId",
  a.project_id as "projectId", a.status, a.patch, a.patch_shown as "patchShown", a.base,
  a.effective_date as "effectiveDate", a.correction, a.reason, a.evidence, a.origin, a.level,
  a.level_reasons as "levelReasons", a.required_decisions as "requiredDecisions",
  a.single_decision as "singleDecision", a.amount, a.currency, a.requested_by as "requestedBy", a.barred,
  a.turn_user_id as "turnUserId", a.version`;

const person = (alias: string) =>
  sql.raw(
    `case when ${alias}.id is not null then json_build_object('email', ${alias}.email, 'name', ${alias}.name) end`,
  );

const output = sql`
  a.id, a.code, a.subject_type as "subjectType", a.subject_id as "subjectId", a.package_id as "packageId",
  p.code as "packageCode", p.code as package, p.title as "packageTitle", a.patch_shown as patch, a.status, a.level,
  a.level_reasons as "levelReasons", a.required_decisions as "requiredDecisions",
  coalesce((select json_agg(json_build_object('by', json_build_object('email', u.email, 'name', u.name),
      'decision', d.decision, 'reason', d.reason, 'at', d.decided_at,
      'tookOverFrom', (select json_build_object('email', t.email, 'name', t.name) from users t where t.id = d.took_over_from))
      order by d.decided_at)
    from approval_decisions d join users u on u.id = d.user_id where d.approval_id = a.id), '[]'::json) as decisions,
  ${person('tu')} as turn, a.turn_since as "turnSince", a.turn_note as "turnNote", a.reason, a.evidence, a.origin,
  a.effective_date as "effectiveDate", a.correction, ${person('rq')} as "requestedBy", a.created_at as "createdAt",
  a.expires_at as "expiresAt", a.decided_at as "decidedAt", a.applied_at as "appliedAt", a.outcome,
  a.single_decision as "decidedByOne", a.version`;

const joins = sql`
  left join packages p on p.id = a.package_id
  left join users rq on rq.id = a.requested_by
  left join users tu on tu.id = a.turn_user_id`;

/** Approvals named by id or code. */
const byRef = (ref: string) => refCondition(ref, sql`a.id`, sql`a.code`);

function conditions(input: ApprovalListInput, userId: string): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (input.status?.length) where.push(sql`a.status = any(${input.status}::text[])`);
  if (input.level?.length) where.push(sql`a.level = any(${input.level}::text[])`);
  if (input.package)
    where.push(
      sql`a.package_id = (select id from packages x where ${refCondition(input.package, sql`x.id`, sql`x.code`)})`,
    );
  // It is somebody's turn only while it is pending: approvals_turn_idx.
  if (input.turn === 'me') where.push(sql`a.turn_user_id = ${userId}::uuid and a.status = 'pending'`);
  if (input.requestedBy === 'me') where.push(sql`a.requested_by = ${userId}::uuid`);
  if (input.q)
    where.push(sql`(a.code = upper(${input.q}) or p.code = upper(${input.q}) or strpos(lower(p.title), lower(${input.q})) > 0
      or strpos(lower(a.reason), lower(${input.q})) > 0)`);
  return where;
}

/** A page of approvals, newest first, as JSON text `{items, nextCursor}` built by PostgreSQL. */
export async function listApprovalsJson(db: Db, userId: string, input: ApprovalListInput): Promise<string> {
  const where = conditions(input, userId);
  const descending = input.sort.descending;
  const direction = descending ? sql`desc` : sql`asc`;
  if (input.cursor) {
    const [at, id] = decodeCursor(input.cursor, ['instant', 'uuid']);
    where.push(sql`(a.created_at, a.id) ${descending ? sql`<` : sql`>`} (${at}::timestamptz, ${id}::uuid)`);
  }
  const { rows } = await sql<{ json: string }>`
    with page as (
      select a.id, a.created_at as key, row_number() over (order by a.created_at ${direction}, a.id ${direction}) as n
      from approvals a ${input.q ? sql`left join packages p on p.id = a.package_id` : sql``}
      ${where.length ? sql`where ${sql.join(where, sql` and `)}` : sql``}
      order by a.created_at ${direction}, a.id ${direction} limit ${input.limit + 1}
    ), items as (
      select page.n, row_to_json(item) as item from page
      join approvals a on a.id = page.id ${joins}, lateral (select ${output}) item
      where page.n <= ${input.limit}
    )
    select json_build_object(
      'items', coalesce((select json_agg(item order by n) from items), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(key, id)) from page
        where n = ${input.limit} and exists (select from page where n > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One approval as JSON text, or null. */
export async function getApprovalJson(db: Db | Tx, ref: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`
    select row_to_json(item)::text as json from approvals a ${joins}, lateral (select ${output}) item
    where ${byRef(ref)}`.execute(db);
  return rows[0]?.json ?? null;
}

/** Which package (or vendor) an approval is about; it never changes, so it may be read before locking. */
export async function getApprovalSubject(
  tx: Db | Tx,
  ref: string,
): Promise<{ id: string; subjectType: 'package' | 'vendor'; subjectId: string } | null> {
  const { rows } = await sql<{ id: string; subjectType: 'package' | 'vendor'; subjectId: string }>`
    select a.id, a.subject_type as "subjectType", a.subject_id as "subjectId" from approvals a
    where ${byRef(ref)}`.execute(tx);
  return rows[0] ?? null;
}

/** Locks one approval. Lock its package first: every writer takes the two in that order. */
export async function lockApproval(tx: Tx, id: string): Promise<ApprovalState | null> {
  const { rows } = await sql<ApprovalState>`
    select ${stateColumns} from approvals a where a.id = ${id}::uuid for update`.execute(tx);
  return rows[0] ?? null;
}

/** Number of other pending approvals on a package or vendor. */
export async function countPending(tx: Tx, subjectId: string, exceptId: string | null): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from approvals
    where subject_id = ${subjectId}::uuid and status = 'pending' and id is distinct from ${exceptId}::uuid`.execute(tx);
  return rows[0]!.n;
}

export type NewApproval = Omit<ApprovalState, 'id' | 'code' | 'version'> & {
  turnNote: string | null;
  expiresAt: string | null;
};

/** Adds an approval; a row applied by policy carries its decision instants. Returns its id and code. */
export async function insertApproval(tx: Tx, approval: NewApproval): Promise<{ id: string; code: string }> {
  const a = approval;
  const applied = a.status === 'applied';
  const { rows } = await sql<{ id: string; code: string }>`
    insert into approvals (subject_type, subject_id, package_id, project_id, status, patch, patch_shown, base,
      effective_date, correction, reason, evidence, origin, level, level_reasons, required_decisions, single_decision,
      amount, currency, requested_by, barred, turn_user_id, turn_since, turn_note, expires_at, decided_at, applied_at)
    values (${a.subjectType}, ${a.subjectId}::uuid, ${a.packageId}::uuid, ${a.projectId}::uuid, ${a.status},
      ${JSON.stringify(a.patch)}::jsonb, ${JSON.stringify(a.patchShown)}::jsonb, ${JSON.stringify(a.base)}::jsonb,
      ${a.effectiveDate}::date, ${a.correction}, ${a.reason}, ${JSON.stringify(a.evidence)}::jsonb, ${a.origin},
      ${a.level}, ${a.levelReasons}::text[], ${a.requiredDecisions}, ${a.singleDecision}, ${a.amount}, ${a.currency},
      ${a.requestedBy}::uuid, ${a.barred}::uuid[], ${a.turnUserId}::uuid,
      ${a.turnUserId ? sql`now()` : sql`null`}, ${a.turnNote}, ${a.expiresAt}::timestamptz,
      ${applied ? sql`now()` : sql`null`}, ${applied ? sql`now()` : sql`null`})
    returning id, code`.execute(tx);
  return rows[0]!;
}

/** Ends an approval: an outcome that stays, with the sentence that explains it. */
export async function closeApproval(
  tx: Tx,
  id: string,
  status: Exclude<ApprovalStatus, 'pending' | 'approved'>,
  outcome: string | null,
): Promise<void> {
  await sql`
    update approvals set status = ${status}, outcome = ${outcome}, turn_user_id = null, turn_since = null,
      turn_note = null, version = version + 1,
      decided_at = case when ${status} in ('applied', 'rejected', 'superseded', 'apply_failed') then now() end,
      applied_at = case when ${status} = 'applied' then now() end
    where id = ${id}::uuid`.execute(tx);
}

/** Writes an edited or re-judged pending approval. */
export async function setPendingApproval(
  tx: Tx,
  id: string,
  a: Pick<
    NewApproval,
    | 'patch'
    | 'patchShown'
    | 'base'
    | 'reason'
    | 'effectiveDate'
    | 'correction'
    | 'level'
    | 'levelReasons'
    | 'requiredDecisions'
    | 'singleDecision'
    | 'amount'
    | 'currency'
    | 'barred'
    | 'turnUserId'
    | 'turnNote'
  >,
): Promise<void> {
  await sql`
    update approvals set patch = ${JSON.stringify(a.patch)}::jsonb, patch_shown = ${JSON.stringify(a.patchShown)}::jsonb,
      base = ${JSON.stringify(a.base)}::jsonb, reason = ${a.reason}, effective_date = ${a.effectiveDate}::date,
      correction = ${a.correction}, level = ${a.level}, level_reasons = ${a.levelReasons}::text[],
      required_decisions = ${a.requiredDecisions}, single_decision = ${a.singleDecision}, amount = ${a.amount},
      currency = ${a.currency}, barred = ${a.barred}::uuid[],
      turn_since = case when turn_user_id is distinct from ${a.turnUserId}::uuid then now() else turn_since end,
      turn_user_id = ${a.turnUserId}::uuid, turn_note = ${a.turnNote}, version = version + 1
    where id = ${id}::uuid`.execute(tx);
}

/** Pending approvals past their expiry by business time, which they were given by; oldest first, at most `limit`. */
export async function listExpired(db: Db | Tx, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from approvals where status = 'pending' and expires_at < ${businessNow().toISOString()}::timestamptz
    order by expires_at limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** How many approvals wait for this person, for the navigation. */
export async function countMyTurns(db: Db, userId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from approvals where turn_user_id = ${userId}::uuid and status = 'pending'`.execute(db);
  return rows[0]!.n;
}
