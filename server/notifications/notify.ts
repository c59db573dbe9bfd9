import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { isMailOn } from '../outgoing/mail-settings.ts';
import { queueMails } from '../outgoing/queue-mail.ts';
import { mailOfNews } from './mail-news.ts';
import { type Happening, type NotificationKind, whoIsTold } from './notification.policy.ts';
import { type AboutType, insertNotifications } from './notification.queries.ts';

/** Longer ones are cut: a notification is read in a list. */
const LONGEST = 300;

export type News = {
  /** What happened and whom it may concern: whoIsTold makes the list. */
  happening: Happening;
  /** The row that opening the notification leads to. `code` null only for email, and for many rows at once. */
  about: { type: AboutType; id: string; code: string | null };
  packageId: string | null;
  /** One sentence for the reader, or one for each kind where the happening tells different people different things. */
  sentence: string | Partial<Record<NotificationKind, string>>;
  /** What happened, once and for all: an event's id, a message and package, a task and due date. */
  key: string;
  /**
   * What a mail says beside the sentence; without it none is sent. `title` names the row. `quote` stands in place of
   * what follows the sentence's first colon.
   */
  mail?: { title: string; facts?: { label: string; value: string }[]; quote?: string };
};

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

const sentenceFor = ({ sentence }: News, kind: NotificationKind) =>
  cut(typeof sentence === 'string' ? sentence : (sentence[kind] ?? ''));

/**
 * Tells people what happened, in the transaction of its event: a row for each in one statement, each person once per
 * `key` however often it runs, never whoever did it; and a mail to those who want one. Returns how many were told.
 */
export async function notify(tx: Tx, actor: Actor, news: News | readonly News[]): Promise<number> {
  const actorId = actor.kind === 'user' ? actor.userId : null;
  const all = [news].flat();
  const rows = all.flatMap((one) =>
    whoIsTold(one.happening, actorId).map(({ userId, kind }) => ({
      userId,
      kind,
      aboutType: one.about.type,
      aboutId: one.about.id,
      aboutCode: one.about.code,
      packageId: one.packageId,
      sentence: sentenceFor(one, kind),
      actorId,
      onceKey: one.key,
    })),
  );
  const told = await insertNotifications(tx, rows);
  if (told.length > 0 && isMailOn()) {
    const byKey = new Map(all.map((one) => [one.key, one]));
    const mails = told.map((person) => {
      const one = byKey.get(person.onceKey)!;
      return mailOfNews(one, sentenceFor(one, person.kind), person);
    });
    await queueMails(
      tx,
      mails.filter((mail) => mail !== null),
    );
  }
  return told.length;
}
