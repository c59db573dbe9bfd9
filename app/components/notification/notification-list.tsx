import { Form } from '@remix-run/react';
import type { NotificationJson } from '~server/notifications/notification.schema.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';

/**
 * What one was told, the newest first. Opening one is a post: it marks it as read on the way to its row, and works
 * without script.
 */
export function NotificationList({ items }: { items: NotificationJson[] }) {
  return (
    <ul aria-label="Notifications" className="divide-y">
      {items.map((item) => (
        <NotificationRow key={item.id} item={item} />
      ))}
    </ul>
  );
}

function NotificationRow({ item }: { item: NotificationJson }) {
  const unread = item.readAt === null;
  return (
    <li className="relative flex items-center gap-2.5 px-3.5 py-1.5 hover:bg-sunken">
      <span
        aria-hidden="true"
        className={`size-[7px] shrink-0 rounded-full ${unread ? 'bg-accent' : 'bg-transparent'}`}
      />
      <div className="min-w-0 flex-1 sm:flex sm:items-center sm:gap-2.5">
        <Form method="post" className="min-w-0 flex-1">
          <input type="hidden" name="id" value={item.id} />
          <button
            type="submit"
            name="intent"
            value="open"
            className={`block w-full py-1 text-left wrap-anywhere after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent ${unread ? 'font-medium' : 'text-muted'}`}
          >
            {unread ? <VisuallyHidden>Unread: </VisuallyHidden> : null}
            {item.sentence}
          </button>
        </Form>
        <div className="text-sm text-muted">
          <InstantText value={item.createdAt} format="short" />
        </div>
      </div>
      <Form method="post" className="relative size-[30px] shrink-0">
        {unread ? (
          <>
            <input type="hidden" name="id" value={item.id} />
            <IconButton type="submit" name="intent" value="read" icon="check" label="Mark as read" />
          </>
        ) : null}
      </Form>
    </li>
  );
}
