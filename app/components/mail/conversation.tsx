import { Link } from '@remix-run/react';
import { Card } from '~/components/ui/card.tsx';
import { Icon } from '~/components/ui/icon.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import type { MailItemView } from './mail-item.tsx';

interface ConversationProps {
  items: MailItemView[];
  currentId: string;
  search: string;
}

/** The messages of the thread, oldest first. Nothing when there is only this one. */
export function Conversation({ items, currentId, search }: ConversationProps) {
  if (items.length < 2) return null;
  return (
    <Card title="Conversation" count={items.length}>
      <ol className="py-1">
        {items.map((email) => (
          <li key={email.id}>
            <Link
              to={{ pathname: `/mail/${email.id}`, search }}
              aria-current={email.id === currentId ? 'true' : undefined}
              className="flex items-baseline gap-2 px-3.5 py-1.5 text-md hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:font-semibold"
            >
              <span className="min-w-0 flex-1 truncate">
                {email.restricted ? (
                  <span className="text-muted">
                    <Icon name="lock" className="mr-1 inline size-3.5" />A message about a bid
                  </span>
                ) : (
                  <>
                    {email.from?.name || email.from?.address || 'Unknown sender'}
                    <span className="font-normal text-muted"> {email.snippet}</span>
                  </>
                )}
              </span>
              <span className="shrink-0 text-sm font-normal text-muted">
                <InstantText value={email.date ?? (email.restricted ? null : email.receivedAt)} format="short" />
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}
