import { Link, useLocation, useResolvedPath } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';

export interface TabItem {
  label: ReactNode;
  to: string;
  count?: number;
  /** Whether it is the present one; by default when the address has the same path. */
  current?: boolean;
}

/** How much of the next tab is seen beside the present one. */
const ROOM = 48;

/** Views of the same thing, as links. */
export function Tabs({ label, items }: { label: string; items: TabItem[] }) {
  const nav = useRef<HTMLElement>(null);
  const { key } = useLocation();
  // On a narrow screen the row scrolls: the present tab must be in sight.
  useEffect(() => {
    const row = nav.current;
    const present = row?.querySelector<HTMLElement>('[aria-current]');
    if (!row || !present) return;
    const hidden = present.offsetLeft + present.offsetWidth - row.clientWidth;
    if (hidden > row.scrollLeft || present.offsetLeft < row.scrollLeft) row.scrollLeft = hidden + ROOM;
  }, [key]);
  return (
    <nav ref={nav} aria-label={label} className="relative mb-4 overflow-x-auto border-b">
      <ul className="flex gap-4">
        {items.map((item) => (
          <li key={item.to}>
            <Tab {...item} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Tab({ label, to, count, current }: TabItem) {
  const path = useResolvedPath(to);
  const { pathname } = useLocation();
  return (
    <Link
      to={to}
      aria-current={(current ?? path.pathname === pathname) ? 'page' : undefined}
      className="flex items-center gap-1.5 border-b-2 border-transparent pt-1 pb-2 font-medium whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-text"
    >
      {label}
      {count !== undefined ? <span className="num text-xs font-normal text-faint">{count}</span> : null}
    </Link>
  );
}
