import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { emailsByTexts } from '../email-texts/email-text.queries.ts';
import { visibleTo } from './email-visibility.queries.ts';

/** A message as the assistant quotes it: its new text, without quotes of older mail. */
export type QuotableMail = {
  id: string;
  subject: string;
  from: string;
  sentAt: string | null;
  text: string;
  packages: string[];
};

/**
 * Messages that the actor may read, newest first, at most `limit`: of some packages, of a vendor's domains, or with one
 * of some words in them (where several are given, any fits). Hidden bids are left out, and so is mail of a sender who
 * does not match.
 */
export async function listQuotableMail(
  db: Db,
  actor: Actor,
  {
    packages,
    vendor,
    words,
    since,
    limit,
  }: { packages: string[]; vendor: string | null; words: string[]; since: string | null; limit: number },
): Promise<QuotableMail[]> {
  const about = [sql`false`];
  if (packages.length > 0)
    about.push(sql`e.id in (select l.email_id from email_links l join packages p on p.id = l.package_id
      where p.code = any(${packages}::text[]) and l.status <> 'removed')`);
  if (vendor !== null)
    about.push(sql`split_part(e.from_address, '@', 2) in (select d.domain from vendor_domains d join vendors v on v.id = d.vendor_id
      where lower(v.name) = lower(${vendor}))`);
  if (about.length === 1 && words.length > 0) {
    const query = sql`websearch_to_tsquery('simple', ${words.join(' or ')})`;
    about.push(sql`e.id in (select x.id from emails x where x.search @@ ${query} union all ${emailsByTexts(query)})`);
  }
  if (about.length === 1 && since !== null) about.push(sql`true`);
  const { rows } = await sql<QuotableMail>`
    select e.id, coalesce(e.subject, '') as subject, coalesce(e.from_name, e.from_address, '') as "from",
      to_char(e.sent_at at time zone 'UTC', 'YYYY-MM-DD') as "sentAt",
      left(coalesce(nullif(e.reply_text, ''), e.text, ''), 20000) as text,
      coalesce((select array_agg(p.code order by p.code) from email_links l join packages p on p.id = l.package_id
        where l.email_id = e.id and l.status <> 'removed'), '{}') as packages
    from emails e
    where e.status = 'processed' and e.duplicate_of is null and ${visibleTo(actor)} and e.sender_mismatch = '{}'
      and (${sql.join(about, sql` or `)}) and (${since}::date is null or e.received_at >= ${since}::date)
    order by e.received_at desc, e.id limit ${limit}`.execute(db);
  return rows;
}
