import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { PackageStatus } from '../packages/package-fields.schema.ts';
import { refCondition } from '../packages/package.queries.ts';
import { decodeCursor } from '../paging.ts';
import type { FilingRuleJson, ListFilingRules } from './filing-rule.schema.ts';

const MOST_MATCHABLE = 500;

/** `ruleSentence` of filing-rule.policy.ts, over `r` and `p`. */
const sentence = sql`'mail from ' || r.sender || ' with “' || r.words || '” → ' || p.code`;

const item = sql`json_build_object('id', r.id, 'sender', r.sender, 'words', r.words, 'package', p.code,
  'packageId', p.id, 'packageTitle', p.title,
  'sentence', ${sentence},
  'enabled', r.enabled, 'taughtBy', case when u.id is not null then json_build_object('email', u.email, 'name', u.name) end,
  'emailId', r.email_id, 'uses', (select count(*) from (select from email_links l where l.rule_id = r.id limit 10000) as used),
  'lastUsedAt', (select max(l.created_at) from email_links l where l.rule_id = r.id),
  'createdAt', r.created_at, 'version', r.version)`;

const joined = sql`filing_rules r join packages p on p.id = r.package_id left join users u on u.id = r.taught_by`;

function conditions(input: ListFilingRules): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`r.deleted_at is null`];
  if (input.enabled) parts.push(sql`r.enabled = ${input.enabled === 'true'}`);
  if (input.package)
    parts.push(
      sql`r.package_id = (select x.id from packages x where ${refCondition(input.package, sql`x.id`, sql`x.code`)})`,
    );
  if (input.q) {
    const pattern = `%${input.q.replace(/[\\%_]/g, '\\$&')}%`;
    parts.push(
      sql`(r.sender ilike ${pattern} or r.words ilike ${pattern} or p.code ilike ${pattern} or p.title ilike ${pattern})`,
    );
  }
  if (input.cursor) {
    const [at, id] = decodeCursor(input.cursor, ['instant', 'uuid']);
    parts.push(sql`r.created_at <= ${at}::timestamptz and (r.created_at < ${at}::timestamptz or r.id > ${id}::uuid)`);
  }
  return sql.join(parts, sql` and `);
}

/** `{items, nextCursor}` of the rules as JSON text, newest first. */
export async function listFilingRulesJson(db: Db, input: ListFilingRules): Promise<string> {
  const { rows } = await sql<{ json: string }>`
    with page as materialized (
      select r.id, r.created_at, row_number() over (order by r.created_at desc, r.id) as position
      from filing_rules r join packages p on p.id = r.package_id
      where ${conditions(input)} order by r.created_at desc, r.id limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${item} order by page.position)
        from page join ${joined} on r.id = page.id where page.position <= ${input.limit}), '[]'),
      'nextCursor', (select pmis_cursor(jsonb_build_array(created_at, id)) from page
        where position = ${input.limit} and exists (select from page where position > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One rule as the API shows it; null when it is not there (any more). */
export async function getFilingRule(db: Db | Tx, id: string): Promise<FilingRuleJson | null> {
  const { rows } = await sql<{ item: FilingRuleJson }>`
    select ${item} as item from ${joined} where r.id = ${id}::uuid and r.deleted_at is null`.execute(db);
  return rows[0]?.item ?? null;
}

export type FilingRuleRow = {
  id: string;
  sender: string;
  words: string;
  wordsKey: string;
  packageId: string;
  package: string;
  taughtBy: string | null;
  enabled: boolean;
  replaces: string | null;
  version: number;
};

const row = sql`r.id, r.sender, r.words, r.words_key as "wordsKey", r.package_id as "packageId", p.code as package,
  r.taught_by as "taughtBy", r.enabled, r.replaces, r.version`;

/** A rule held for a change. */
export async function lockFilingRule(tx: Tx, id: string): Promise<FilingRuleRow | null> {
  const { rows } = await sql<FilingRuleRow>`
    select ${row} from filing_rules r join packages p on p.id = r.package_id
    where r.id = ${id}::uuid and r.deleted_at is null for update of r`.execute(tx);
  return rows[0] ?? null;
}

/** The rule in force for a sender with these words, held. Waits for whoever teaches the same at the same time. */
export async function lockRuleInForce(tx: Tx, sender: string, wordsKey: string): Promise<FilingRuleRow | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`filing_rule ${sender} ${wordsKey}`}, 8))`.execute(tx);
  const { rows } = await sql<FilingRuleRow>`
    select ${row} from filing_rules r join packages p on p.id = r.package_id
    where r.sender = ${sender} and r.words_key = ${wordsKey} and r.enabled and r.deleted_at is null for update of r`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** The rules in force for any of these senders with an open package, at most 500; a package's status as it stands. */
export async function listRulesOfSenders(
  tx: Tx,
  senders: readonly string[],
): Promise<(FilingRuleRow & { title: string; status: PackageStatus })[]> {
  if (senders.length === 0) return [];
  const { rows } = await sql<FilingRuleRow & { title: string; status: PackageStatus }>`
    select ${row}, p.title, p.status from filing_rules r join packages p on p.id = r.package_id
    where r.sender = any(${senders}::text[]) and r.enabled and r.deleted_at is null
      and p.status not in ('closed', 'cancelled')
    order by r.created_at desc, r.id limit ${MOST_MATCHABLE}`.execute(tx);
  return rows;
}

/** Writes a new rule and returns its id. */
export async function insertFilingRule(
  tx: Tx,
  rule: {
    sender: string;
    words: string;
    wordsKey: string;
    packageId: string;
    taughtBy: string | null;
    emailId: string;
    replaces: string | null;
  },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into filing_rules (sender, words, words_key, package_id, taught_by, email_id, replaces)
    values (${rule.sender}, ${rule.words}, ${rule.wordsKey}, ${rule.packageId}, ${rule.taughtBy}, ${rule.emailId}, ${rule.replaces})
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** Changes a held rule. */
export async function setFilingRule(
  tx: Tx,
  id: string,
  rule: { words: string; wordsKey: string; packageId: string; enabled: boolean },
): Promise<void> {
  await sql`
    update filing_rules set words = ${rule.words}, words_key = ${rule.wordsKey}, package_id = ${rule.packageId},
      enabled = ${rule.enabled}, version = version + 1, updated_at = now() where id = ${id}::uuid`.execute(tx);
}

/** Takes a rule off the list and out of force; its row stays for the audit trail. */
export async function setFilingRuleDeleted(tx: Tx, id: string): Promise<void> {
  await sql`
    update filing_rules set deleted_at = now(), enabled = false, version = version + 1, updated_at = now()
    where id = ${id}::uuid`.execute(tx);
}

/** The rule that filed this link, or null. */
export async function findRuleOfLink(tx: Tx, emailId: string, packageId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select r.id from email_links l join filing_rules r on r.id = l.rule_id
    where l.email_id = ${emailId}::uuid and l.package_id = ${packageId}::uuid and r.deleted_at is null`.execute(tx);
  return rows[0]?.id ?? null;
}

export type TaughtRule = { id: string; sentence: string; enabled: boolean; taughtBy: string | null };

/** What filing this message by hand taught, newest first, at most ten. */
export async function listRulesTaughtBy(db: Db, emailId: string): Promise<TaughtRule[]> {
  const { rows } = await sql<TaughtRule>`
    select r.id, ${sentence} as sentence, r.enabled,
      r.taught_by as "taughtBy"
    from filing_rules r join packages p on p.id = r.package_id
    where r.email_id = ${emailId}::uuid and r.deleted_at is null and r.enabled
    order by r.created_at desc, r.id limit 10`.execute(db);
  return rows;
}
