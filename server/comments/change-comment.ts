import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { subjectOf, tellComment } from './add-comment.ts';
import {
  type CommentState,
  getCommentJson,
  lockComment,
  setCommentDeleted,
  setCommentText,
  type Subject,
} from './comment.queries.ts';
import { type CommentJson, editCommentInput } from './comment.schema.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function lockOwn(tx: Tx, actor: UserActor, id: string): Promise<{ comment: CommentState; subject: Subject }> {
  const comment = UUID.test(id) ? await lockComment(tx, id) : null;
  if (!comment) throw new DomainError('not_found', `There is no comment ${id.slice(0, 60)}.`);
  if (comment.authorId !== actor.userId)
    throw new DomainError('forbidden', 'Only who wrote a comment changes or deletes it.');
  return { comment, subject: await subjectOf(tx, { type: comment.aboutType, ref: comment.aboutId }) };
}

/**
 * Rewrites one's own comment; the trail keeps both texts, and people newly named are told. The same text changes
 * nothing. Throws `forbidden`, `not_found`, `invalid`, `conflict` (a stale version).
 */
export async function editComment(db: Db, actor: UserActor, id: string, body: unknown): Promise<CommentJson> {
  requireCan(actor, 'comment.write');
  return db.transaction().execute(async (tx) => {
    const { comment, subject } = await lockOwn(tx, actor, id);
    const { text, expectedVersion } = editCommentInput.parse(body);
    if (expectedVersion !== undefined && expectedVersion !== comment.version)
      throw new DomainError('conflict', 'You changed this comment elsewhere since: look again.', {
        version: comment.version,
      });
    if (text !== comment.text) {
      await setCommentText(tx, comment.id, text);
      await recordEvent(tx, actor, {
        entityType: subject.type,
        entityId: subject.id,
        packageId: subject.packageId,
        eventType: 'comment_edited',
        before: { comment: comment.id, text: comment.text },
        after: { comment: comment.id, text },
      });
      await tellComment(tx, actor, subject, { id: comment.id, text, isNew: false });
    }
    return JSON.parse(await getCommentJson(tx, comment.id, subject.code)) as CommentJson;
  });
}

/**
 * Deletes one's own comment: it is shown no more, and the trail keeps that it was there. Throws `forbidden`,
 * `not_found`.
 */
export async function deleteComment(db: Db, actor: UserActor, id: string): Promise<{ id: string; deleted: true }> {
  requireCan(actor, 'comment.write');
  return db.transaction().execute(async (tx) => {
    const { comment, subject } = await lockOwn(tx, actor, id);
    await setCommentDeleted(tx, comment.id);
    await recordEvent(tx, actor, {
      entityType: subject.type,
      entityId: subject.id,
      packageId: subject.packageId,
      eventType: 'comment_deleted',
      before: { comment: comment.id, text: comment.text },
    });
    return { id: comment.id, deleted: true };
  });
}
