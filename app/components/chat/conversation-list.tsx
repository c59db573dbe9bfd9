import { Link } from '@remix-run/react';
import { Card } from '../ui/card.tsx';
import { classNames } from '../ui/class-names.ts';
import { InstantText } from '../ui/instant-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { ConversationView } from './chat-view.ts';

/** The person's conversations, latest first, with the way to a new one. */
export function ConversationList({ items, open }: { items: ConversationView[]; open: string | null }) {
  return (
    <Card title="Conversations" end={<TextLink to="/assistant">New</TextLink>}>
      {items.length === 0 ? <p className="px-3.5 py-3 text-md text-muted">None yet.</p> : null}
      <ul className="max-h-[60vh] overflow-y-auto max-md:max-h-60">
        {items.map((one) => (
          <li key={one.id} className="border-b last:border-b-0">
            <Link
              to={`/assistant/${one.id}`}
              aria-current={one.id === open ? 'page' : undefined}
              className={classNames(
                'block px-3.5 py-2 no-underline hover:bg-sunken',
                one.id === open && 'bg-sunken font-semibold',
              )}
            >
              <span className="line-clamp-2 text-md wrap-anywhere">{one.title}</span>
              <span className="text-xs font-normal text-muted">
                {one.package ? `${one.package} · ` : ''}
                <InstantText value={one.updatedAt} format="short" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
