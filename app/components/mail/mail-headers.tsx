import type { MailHeader } from '~server/emails/mail-view.queries.ts';

/** The headers of a message as they came. */
export function MailHeaders({ headers }: { headers: MailHeader[] }) {
  return (
    <dl className="grid gap-x-3 gap-y-1 font-mono text-sm sm:grid-cols-[max-content_minmax(0,1fr)]">
      {headers.map(({ name, value }, index) => (
        <div key={index} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere max-sm:mb-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
