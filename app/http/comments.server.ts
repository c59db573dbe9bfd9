import { addComment } from '~server/comments/add-comment.ts';
import { deleteComment, editComment } from '~server/comments/change-comment.ts';
import { listCommentsJson } from '~server/comments/comment.queries.ts';
import type { Commented, CommentJson } from '~server/comments/comment.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import type { CommentsView } from '../components/comment/comments-card.tsx';
import { type FormValues, type PageContext, redirectWithToast } from './page.server.ts';

/** The newest are shown; `?comments=all` shows as many as there may be. */
const SHOWN = 30;
const ALL = 1000;

/** The comments on a row as its page shows them, the oldest first. */
export async function loadComments(
  { db, actor, url }: Pick<PageContext, 'db' | 'actor' | 'url'>,
  row: { type: Commented; id: string; code: string },
): Promise<CommentsView> {
  requireCan(actor, 'comment.read');
  const limit = url.searchParams.get('comments') === 'all' ? ALL : SHOWN;
  const json = await listCommentsJson(db, row, { limit, sort: { field: 'createdAt', descending: true } });
  const { items, nextCursor } = JSON.parse(json) as { items: CommentJson[]; nextCursor: string | null };
  return {
    items: items.reverse(),
    more: nextCursor !== null,
    me: actor.email,
    mayWrite: canDo(actor, 'comment.write'),
    editing: url.searchParams.get('edit-comment'),
  };
}

/** What a form of the comments asks for; null for any other form of the page. */
export async function commentAction(
  { db, actor }: Pick<PageContext, 'db' | 'actor'>,
  row: { type: Commented; code: string; path: string },
  { intent, comment, text }: FormValues,
): Promise<Response | null> {
  const done = (said: string) => redirectWithToast(`${row.path}#comments`, { tone: 'ok', text: said });
  switch (intent) {
    case 'comment-add':
      await addComment(db, actor, { about: `${row.type}:${row.code}`, text });
      return done('Your comment is there.');
    case 'comment-save':
      await editComment(db, actor, String(comment), { text });
      return done('Your comment is changed.');
    case 'comment-delete':
      await deleteComment(db, actor, String(comment));
      return done('Your comment is deleted.');
    default:
      return null;
  }
}
