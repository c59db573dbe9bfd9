import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { triageCount } from './count-triage.ts';
import { getEmailCounts } from './email.queries.ts';

export const MAIL_TABS = ['inbox', 'triage', 'quarantine'] as const;
export type MailTab = (typeof MAIL_TABS)[number];

/** The query of `GET /api/emails` that each tab of the mail page stands for. */
export const QUERY_OF_TAB: Record<MailTab, Record<string, string>> = {
  inbox: { status: 'received,processed' },
  triage: { triage: 'true' },
  quarantine: { status: 'quarantined,failed' },
};

/** The numbers on the tabs: what waits to be filed, and what could not be read. */
export async function mailTabCounts(db: Db, actor: Actor): Promise<{ triage: number; quarantine: number }> {
  const [triage, { quarantined, failed }] = await Promise.all([triageCount(db, actor), getEmailCounts(db)]);
  return { triage, quarantine: quarantined + failed };
}
