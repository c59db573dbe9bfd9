import { Link } from '@remix-run/react';
import { Icon } from '../ui/icon.tsx';

const MOST_SHOWN = 99;

/** The way to what one was told, with the number of what is unread. */
export function Bell({ unread = 0, className = '' }: { unread?: number; className?: string }) {
  const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
  return (
    <Link
      to="/notifications"
      aria-label={unread > 0 ? `Notifications, ${shown} unread` : 'Notifications'}
      className={`relative grid size-8 shrink-0 place-items-center rounded-md text-muted hover:text-text ${className}`}
    >
      <Icon name="bell" />
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="num absolute top-0 left-[17px] min-w-4 rounded-full bg-accent px-1 text-center text-xs leading-4 font-semibold text-accent-ink"
        >
          {shown}
        </span>
      ) : null}
    </Link>
  );
}
