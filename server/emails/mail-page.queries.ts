import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import type { Milestone, PackageStatus, PackageType } from '../packages/package-fields.schema.ts';
import type { EmailStatus } from './email.schema.ts';
import { visibleTo } from './email-visibility.queries.ts';

/** A package that a message is linked to; `dates` are its forecasts as they stand today. */
export type LinkedPackage = {
  title: string;
  status: PackageStatus;
  heldFrom: PackageStatus | null;
  type: PackageType;
  currency: string;
  dates: Record<Milestone, string | null>;
};

/** What the mail page shows of a readable message beside what the API answers. */
export type MailFacts = {
  /** Minutes east of UTC that the sender wrote; null when the date has none. */
  dateOffset: number | null;
  quotedText: string | null;
  rawSize: number;
  receivedBy: string | null;
  /** By which way in it came: `api`, `ui`, `smtp`, the name of a mailbox …; null for what was written here. */
  mailSource: string | null;
  /** Why it counts as automatic or a bounce, or null. */
  kindReason: string | null;
  unknownCodes: string[];
  /** A reply address that it was sent to and that was ignored, by why. */
  refusedReplyAddress: 'forged' | 'expired' | null;
  /** The vendor whose mail domain the sender writes from, or null. */
  senderVendor: string | null;
  /** The packages of its links, by code. */
  packages: Record<string, LinkedPackage>;
  /** Messages that repeat this one, 20 at most. */
  repeats: { id: string; receivedAt: string }[];
};

/** The facts of one message; null when it is not there or hidden from the actor. */
export async function getMailFacts(db: Db, actor: Actor, id: string): Promise<MailFacts | null> {
  const { rows } = await sql<MailFacts>`
    select e.date_offset as "dateOffset", e.quoted_text as "quotedText", e.raw_size as "rawSize",
      u.name as "receivedBy", nullif(coalesce(e.mail_source, e.source), 'sent') as "mailSource", e.flags ->> 'kindReason' as "kindReason",
      coalesce(e.flags -> 'unknownCodes', '[]') as "unknownCodes",
      e.flags ->> 'replyAddress' as "refusedReplyAddress",
      (select v.name from vendor_domains d join vendors v on v.id = d.vendor_id
        where d.domain = split_part(lower(e.from_address), '@', 2)) as "senderVendor",
      coalesce((select json_object_agg(p.code, json_build_object('title', p.title, 'status', p.status,
          'heldFrom', p.held_from, 'type', p.type, 'currency', p.currency, 'dates', json_build_object(
            'rfqIssueDate', p.rfq_issue_date, 'bidDueDate', p.bid_due_date, 'awardDate', p.award_date,
            'poIssueDate', p.po_issue_date, 'fatDate', p.fat_date, 'deliveryDate', p.delivery_date)))
        from email_links l join packages p on p.id = l.package_id where l.email_id = e.id), '{}') as packages,
      coalesce((select json_agg(json_build_object('id', d.id, 'receivedAt', d.received_at) order by d.received_at)
        from (select id, received_at from emails where thread_id = e.thread_id and duplicate_of = e.id
          order by received_at limit 20) d), '[]') as repeats
    from emails e left join users u on u.id = e.received_by
    where e.id = ${id}::uuid and ${visibleTo(actor)}`.execute(db);
  return rows[0] ?? null;
}

/** How a message that was just brought in stands. */
export type Outcome = {
  id: string;
  status: EmailStatus;
  restricted: boolean;
  subject: string | null;
  filed: string[];
  probable: string[];
  duplicateOf: string | null;
  kind: string;
  error: string | null;
};

/** How the messages stand by now, in the order asked for; at most 50. */
export async function listOutcomes(db: Db, actor: Actor, ids: readonly string[]): Promise<Outcome[]> {
  if (ids.length === 0) return [];
  const codes = (status: string) => sql`array(select p.code from email_links l join packages p on p.id = l.package_id
    where l.email_id = e.id and l.status = ${status} order by l.score desc, p.code)`;
  const { rows } = await sql<Outcome>`
    select e.id, e.status, not ${visibleTo(actor)} as restricted, e.kind, e.duplicate_of as "duplicateOf",
      case when ${visibleTo(actor)} then e.subject end as subject, ${codes('filed')} as filed,
      case when ${visibleTo(actor)} then ${codes('probable')} else '{}' end as probable,
      case when ${visibleTo(actor)} then e.error end as error
    from emails e where e.id = any(${ids.slice(0, 50)}::uuid[])
    order by array_position(${ids.slice(0, 50)}::uuid[], e.id)`.execute(db);
  return rows;
}
