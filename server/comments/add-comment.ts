import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { notify } from '../notifications/notify.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { requireCan } from '../users/require-can.ts';
import { mentionedAmong, mentionsIn } from './comment.policy.ts';
import { findSubject, getCommentJson, insertComment, listMentionable, type Subject } from './comment.queries.ts';
import { type AboutRef, type CommentJson, createCommentInput } from './comment.schema.ts';

/** What a comment's reader is told stands in one line. */
const BEGINNING = 160;

/** The row that an `about` names, or the refusal of it: `invalid`. */
export async function subjectOf(db: Db | Tx, about: AboutRef): Promise<Subject> {
  const subject = await findSubject(db, about);
  if (!subject)
    throw invalidFields([{ field: 'about', message: `There is no ${about.type} ${about.ref.slice(0, 60)}.` }]);
  return subject;
}

/** Tells those whom a comment names, and, where it is new, those whom its row concerns; each once per comment. */
export async function tellComment(
  tx: Tx,
  actor: UserActor,
  subject: Subject,
  comment: { id: string; text: string; isNew: boolean },
): Promise<void> {
  const mentions = mentionsIn(comment.text);
  const mentioned = mentionedAmong(mentions, await listMentionable(tx, mentions));
  const line = comment.text.replace(/\s+/g, ' ');
  const beginning = line.length > BEGINNING ? `${line.slice(0, BEGINNING - 1).trimEnd()}…` : line;
  const { type, id, code, packageId } = subject;
  await notify(tx, actor, {
    happening: { what: 'commented', mentioned, concerned: comment.isNew ? subject.concerned : [] },
    about: { type, id, code },
    packageId,
    sentence: {
      mentioned: `${actor.name} named you on ${code}: ${beginning}`,
      comment_added: `${actor.name} commented on ${code}: ${beginning}`,
    },
    key: `comment:${comment.id}`,
    mail: { title: subject.title, quote: comment.text },
  });
}

/**
 * Adds a comment in the caller's transaction, records it on its row's trail, and tells those concerned and named. With
 * `emailId` the answer to a notification: read again it adds nothing and gives null.
 */
export async function addCommentIn(
  tx: Tx,
  actor: UserActor,
  { about, text, emailId = null }: { about: AboutRef; text: string; emailId?: string | null },
): Promise<CommentJson | null> {
  requireCan(actor, 'comment.write');
  const subject = await subjectOf(tx, about);
  const source = emailId !== null ? 'email' : actor.via === 'ui' ? 'ui' : 'api';
  const id = await insertComment(tx, { subject, authorId: actor.userId, text, source, emailId });
  if (id === null) return null;
  await recordEvent(tx, actor, {
    entityType: subject.type,
    entityId: subject.id,
    packageId: subject.packageId,
    eventType: 'comment_added',
    after: { comment: id, text },
    ...(emailId === null ? {} : { evidence: [{ type: 'email', id: emailId }], via: 'email' }),
  });
  await tellComment(tx, actor, subject, { id, text, isNew: true });
  return JSON.parse(await getCommentJson(tx, id, subject.code)) as CommentJson;
}

/**
 * Adds a comment to a package, task or approval. Throws `forbidden`, `invalid` (nothing written, no such row). Whoever
 * may read the row reads its comments.
 */
export async function addComment(db: Db, actor: UserActor, input: unknown): Promise<CommentJson> {
  requireCan(actor, 'comment.write');
  const { about, text } = createCommentInput.parse(input);
  return db.transaction().execute(async (tx) => (await addCommentIn(tx, actor, { about, text }))!);
}
