import { type RawBuilder, sql } from 'kysely';

/** The present date of the package's field that the suggestion `s` changes, of package `p`. */
const packageDate = sql`case s.content ->> 'field'
  when 'rfqIssueDate' then p.rfq_issue_date when 'bidDueDate' then p.bid_due_date when 'awardDate' then p.award_date
  when 'poIssueDate' then p.po_issue_date when 'fatDate' then p.fat_date when 'deliveryDate' then p.delivery_date
  when 'requiredOnSite' then p.required_on_site end`;

/** Who wrote the message `m`: the vendor of its sender's domain, else its sender. */
const writer = sql`coalesce((select v.name from vendor_domains d join vendors v on v.id = d.vendor_id
    where split_part(lower(m.from_address), '@', 2) = d.domain
      or split_part(lower(m.from_address), '@', 2) like '%.' || d.domain order by length(d.domain) desc limit 1),
  nullif(m.from_name, ''), m.from_address, '')`;

/**
 * The date that the message `m` of suggestion `s` states beside the other that its package `p` or task `about` has, with
 * both sources, as JSON; null where they do not differ.
 */
export const driftOf: RawBuilder<unknown> = sql`(
  select json_build_object(
    'wrote', json_build_object('by', ${writer}, 'date', d.wrote,
      'source', json_build_object('type', 'email', 'id', s.email_id, 'quote', s.evidence -> 0 ->> 'quote')),
    'says', json_build_object('what', coalesce(about.code, p.code), 'date', d.says,
      'source', json_build_object('type', case when about.id is null then 'package' else 'task' end,
        'id', coalesce(about.id, p.id), 'code', coalesce(about.code, p.code))))
  from (select coalesce(s.content ->> 'value', s.content ->> 'due') as wrote,
    case when s.kind = 'patch' then ${packageDate} else about.due_date end::text as says) d
  where d.says is not null and d.wrote is not null and d.says <> d.wrote)`;
