import type { EmailItemJson, RestrictedEmailJson } from '~server/emails/email.schema.ts';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { Pill } from '../ui/pill.tsx';
import { RowLink, Table, Td, Tr } from '../ui/table.tsx';
import { TextLink } from '../ui/text-link.tsx';

type MailItem = EmailItemJson | RestrictedEmailJson;

interface PackageMailCardProps {
  code: string;
  /** Filed and probable ones, newest first; hidden bids in their restricted form. */
  emails: MailItem[];
  more: boolean;
}

/** The correspondence of a package. */
export function PackageMailCard({ code, emails, more }: PackageMailCardProps) {
  return (
    <Card
      title="Correspondence"
      count={emails.length > 0 ? `${emails.length}${more ? '+' : ''}` : null}
      end={
        <TextLink plain to={`/mail?package=${code}`}>
          All messages
        </TextLink>
      }
    >
      {emails.length > 0 ? (
        <Table label="Correspondence">
          {emails.map((email) => (
            <MailRow key={email.id} code={code} email={email} />
          ))}
        </Table>
      ) : (
        <EmptyState title="No messages yet">
          Mail that names {code} is filed here by itself; other mail is filed by hand from the Mail page.
        </EmptyState>
      )}
    </Card>
  );
}

function MailRow({ code, email }: { code: string; email: MailItem }) {
  if (email.restricted) {
    return (
      <Tr>
        <Td primary muted>
          <span className="inline-flex items-center gap-1.5">
            <Icon name="lock" />A message about a bid; not among its readers
          </span>
        </Td>
        <Td numeric muted>
          <InstantText format="date" value={email.date} />
        </Td>
      </Tr>
    );
  }
  const link = email.links.find((one) => one.package === code);
  return (
    <Tr>
      <Td primary>
        <span className="font-medium">{email.from?.name || email.from?.address || 'Unknown sender'}</span>
        <span className="text-muted"> · </span>
        <RowLink to={`/mail/${email.id}`}>{email.subject || '(no subject)'}</RowLink>{' '}
        {email.attachmentCount > 0 ? (
          <span className="inline-flex items-center gap-0.5 text-sm text-muted">
            <Icon name="paperclip" />
            {email.attachmentCount}
          </span>
        ) : null}{' '}
        {link?.status === 'probable' ? <Pill tone="ai">probable</Pill> : null}
      </Td>
      <Td numeric muted>
        <InstantText format="date" value={email.date ?? email.receivedAt} />
      </Td>
    </Tr>
  );
}
