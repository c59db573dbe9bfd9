import { Link } from '@remix-run/react';
import type { CommentJson } from '~server/comments/comment.schema.ts';
import type { ActionFailure } from '../../http/page.server.ts';
import { Avatar } from '../ui/avatar.tsx';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { Card } from '../ui/card.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { AddComment, EditComment } from './comment-forms.tsx';

/** The comments on one row, and what its reader may do with them. */
export type CommentsView = {
  items: CommentJson[];
  /** There are older ones. */
  more: boolean;
  /** The reader's address: his own he may edit. */
  me: string;
  mayWrite: boolean;
  /** The id of the comment whose form is open. */
  editing: string | null;
};

interface CommentsCardProps {
  comments: CommentsView;
  failure: ActionFailure | null;
}

/** What people say to each other about a row, the oldest first, and the form to join in. */
export function CommentsCard({ comments, failure }: CommentsCardProps) {
  const { items, more, me, mayWrite, editing } = comments;
  const mine = (intent: string) => (failure?.values.intent === intent ? failure : null);
  if (items.length === 0 && !mayWrite) return null;
  return (
    <Card title="Comments" count={items.length > 0 && !more ? items.length : undefined} id="comments">
      <FailureBanner failure={failure?.fields.length === 0 ? failure : null} />
      {more ? (
        <p className="border-b px-3.5 py-2 text-md">
          <TextLink plain to="?comments=all#comments">
            Earlier comments
          </TextLink>
        </p>
      ) : null}
      {items.length > 0 ? (
        <ol aria-label="Comments" className="divide-y">
          {items.map((item) => (
            <li key={item.id} id={`comment-${item.id}`} className="flex gap-2.5 px-3.5 py-2.5">
              <Avatar name={item.author.name} />
              <div className="min-w-0 flex-1">
                <CommentHead item={item} mayEdit={mayWrite && item.author.email === me && editing !== item.id} />
                {mayWrite && editing === item.id ? (
                  <EditComment item={item} failure={mine('comment-save')} />
                ) : (
                  <p className="mt-0.5 max-w-[70ch] wrap-anywhere whitespace-pre-line">{item.text}</p>
                )}
              </div>
            </li>
          ))}
        </ol>
      ) : null}
      {mayWrite ? <AddComment first={items.length === 0} failure={mine('comment-add')} /> : null}
    </Card>
  );
}

function CommentHead({ item, mayEdit }: { item: CommentJson; mayEdit: boolean }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
      <span className="text-base font-medium text-text">{item.author.name}</span>
      <InstantText value={item.createdAt} format="short" />
      {item.source === 'email' && item.emailId ? <TextLink to={`/mail/${item.emailId}`}>by mail</TextLink> : null}
      {item.editedAt ? <span>edited</span> : null}
      {mayEdit ? (
        <Link
          to={`?edit-comment=${item.id}#comment-${item.id}`}
          preventScrollReset
          aria-label={`Edit your comment of ${item.createdAt.slice(0, 10)}`}
          className="ml-auto text-accent hover:underline"
        >
          Edit
        </Link>
      ) : null}
    </div>
  );
}
