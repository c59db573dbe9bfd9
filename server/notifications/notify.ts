import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { type Happening, whoIsTold } from './notification.policy.ts';
import { type AboutType, insertNotifications } from './notification.queries.ts';

/** Longer ones are cut: a notification is read in a list. */
const LONGEST = 300;

export type News = {
  /** What happened and whom it may concern: whoIsTold makes the list. */
  happening: Happening;
  /** The row that opening the notification leads to. `code` null only for email. */
  about: { type: AboutType; id: string; code: string | null };
  packageId: string | null;
  /** One sentence for the reader. A text for each kind where the happening tells different people different things. */
  sentence: string | Partial<Record<string, string>>;
  /** What happened, once and for all: an event's id, a message and package, a task and due date. */
  key: string;
};

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1).trimEnd()}…` : text);

/**
 * Tells people what happened, in the transaction of its event: a row for each in one statement, each person once per
 * `key` however often it runs, never whoever did it. Returns how many were told.
 */
export async function notify(tx: Tx, actor: Actor, news: News | readonly News[]): Promise<number> {
  const actorId = actor.kind === 'user' ? actor.userId : null;
  const rows = [news].flat().flatMap(({ happening, about, packageId, sentence, key }) =>
    whoIsTold(happening, actorId).map(({ userId, kind }) => ({
      userId,
      kind,
      aboutType: about.type,
      aboutId: about.id,
      aboutCode: about.code,
      packageId,
      sentence: cut(typeof sentence === 'string' ? sentence : (sentence[kind] ?? '')),
      actorId,
      onceKey: key,
    })),
  );
  const told = await insertNotifications(tx, rows);
  return told.length;
}
