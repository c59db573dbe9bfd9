import { Icon } from '~/components/ui/icon.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { RestrictedEmailJson } from '~server/emails/email.schema.ts';

/** In place of a message that may hold a bid, for those who are not among its readers. */
export function RestrictedMail({ email }: { email: RestrictedEmailJson }) {
  return (
    <div className="max-w-[60ch]">
      <h1 className="flex items-center gap-2">
        <Icon name="lock" className="size-5 text-muted" /> A message about a bid
      </h1>
      <p className="mt-1 text-muted">
        {email.date ? (
          <>
            Sent <InstantText value={email.date} />.{' '}
          </>
        ) : null}
        {email.packages.length > 0 ? (
          <>
            Filed under{' '}
            {email.packages.map((code, index) => (
              <span key={code}>
                {index > 0 ? ', ' : ''}
                <TextLink to={`/packages/${code}`}>{code}</TextLink>
              </span>
            ))}
            .
          </>
        ) : null}
      </p>
      <p className="mt-3">
        While bids are open, mail from outside is read by its addressees, by whoever brought it in, by the buyer, by
        people named on the package, and by deciders. Ask the buyer to name you on the package if you need it.
      </p>
      <p className="mt-1 text-muted">This keeps bids between those who need them; it is not a sealed bid box.</p>
    </div>
  );
}
