import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { triageCount } from './count-triage.ts';
import { countTroubled } from '../outgoing/list.queries.ts';
import { getEmailCounts } from './email.queries.ts';

export const MAIL_TABS = ['inbox', 'triage', 'quarantine', 'sent'] as const;
export type MailTab = (typeof MAIL_TABS)[number];

/** The query of `GET /api/emails` that each tab of received mail stands for. */
export const QUERY_OF_TAB: Record<Exclude<MailTab, 'sent'>, Record<string, string>> = {
  inbox: { status: 'received,processed' },
  triage: { triage: 'true' },
  quarantine: { status: 'quarantined,failed', setAside: 'false' },
};

export type MailTabCounts = { triage: number; quarantine: number; sent: number };

/** The numbers on the tabs: what waits to be filed, what could not be read, what could not be sent or came back. */
export async function mailTabCounts(db: Db, actor: Actor): Promise<MailTabCounts> {
  const [triage, { quarantined, failed }, sent] = await Promise.all([
    triageCount(db, actor),
    getEmailCounts(db),
    countTroubled(db),
  ]);
  return { triage, quarantine: quarantined + failed, sent };
}
