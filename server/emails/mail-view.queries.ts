import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from './email-visibility.queries.ts';

const MOST_MESSAGES = 100;
const LONGEST_TEXT = 20_000;

export type MailHeader = { name: string; value: string };

/** The headers of a message as they came, decoded, in their order; null when it is not there or hidden from the actor. */
export async function getMailHeaders(db: Db, actor: Actor, id: string): Promise<MailHeader[] | null> {
  const { rows } = await sql<{ headers: MailHeader[] }>`
    select e.headers from emails e where e.id = ${id}::uuid and ${visibleTo(actor)}`.execute(db);
  return rows[0]?.headers ?? null;
}

/** One message of a conversation: what it says now, and what it quotes. A hidden one says only that it exists. */
export type ThreadMessage =
  | { id: string; restricted: true; at: string | null }
  | {
      id: string;
      restricted: false;
      at: string;
      from: string;
      address: string | null;
      kind: 'normal' | 'auto' | 'bounce';
      text: string;
      quoted: string;
      attachments: { n: number; filename: string; size: number }[];
    };

/** The messages of a thread, oldest first, repeats left out; at most 100, each with at most 20,000 characters. */
export async function listThreadMessages(db: Db, actor: Actor, threadId: string): Promise<ThreadMessage[]> {
  const { rows } = await sql<{ message: ThreadMessage }>`
    select case when ${visibleTo(actor)} then json_build_object('id', e.id, 'restricted', false,
        'at', coalesce(e.sent_at, e.received_at), 'from', coalesce(nullif(e.from_name, ''), e.from_address, 'Unknown sender'),
        'address', e.from_address, 'kind', e.kind,
        'text', left(coalesce(nullif(e.reply_text, ''), case when coalesce(e.quoted_text, '') = '' then e.text end, ''), ${LONGEST_TEXT}),
        'quoted', left(coalesce(e.quoted_text, ''), ${LONGEST_TEXT}),
        'attachments', coalesce((select json_agg(json_build_object('n', a.n, 'filename', a.filename, 'size', a.size) order by a.n)
          from attachments a where a.email_id = e.id and not a.inline), '[]'))
      else json_build_object('id', e.id, 'restricted', true, 'at', e.sent_at) end as message
    from emails e
    where e.thread_id = ${threadId}::uuid and e.duplicate_of is null
    order by coalesce(e.sent_at, e.received_at), e.received_at, e.id limit ${MOST_MESSAGES}`.execute(db);
  return rows.map((row) => row.message);
}
