import { Link } from '@remix-run/react';

export interface Crumb {
  label: string;
  to?: string;
}

/** The way to this page, above its title. The page itself is not in it. */
export function Breadcrumbs({ items }: { items: Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1.5 text-sm text-muted">
      <ol className="flex flex-wrap">
        {items.map((item, index) => (
          <li key={item.label}>
            {index > 0 ? (
              <span aria-hidden="true" className="mx-1.5 text-faint">
                /
              </span>
            ) : null}
            {item.to ? (
              <Link to={item.to} className="rounded-xs hover:text-text hover:underline">
                {item.label}
              </Link>
            ) : (
              item.label
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
