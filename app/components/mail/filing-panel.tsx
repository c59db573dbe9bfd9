import type { ReactNode } from 'react';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';
import { FileForm, FilingButton, TaughtRules } from './filing-forms.tsx';

type MailLink = EmailJson['links'][number];

export interface TaughtView {
  id: string;
  sentence: string;
  /** The reader taught it and may take it back. */
  mine: boolean;
}

interface FilingPanelProps {
  email: EmailJson;
  facts: MailFacts;
  choices: PackageChoice[];
  mayFile: boolean;
  /** What filing this message by hand taught. */
  taught: TaughtView[];
  failure: ActionFailure | null;
}

const METHODS: Record<MailLink['method'], string> = {
  reply_address: 'reply address',
  code: 'code',
  po_number: 'PO number',
  thread: 'thread',
  rule: 'rule',
  words: 'words',
  manual: 'by hand',
};

/** Where a message is filed or probably belongs, how sure that is and why; and the ways to change it. */
export function FilingPanel({ email, facts, choices, mayFile, taught, failure }: FilingPanelProps) {
  const filable = mayFile && !email.duplicateOf && email.status !== 'received';
  const filed = email.links.filter((link) => link.status === 'filed');
  const probable = email.links.filter((link) => link.status === 'probable');
  // Where the sender may be somebody else, filing is a choice, not the next step.
  const believed = email.senderMismatch.length === 0;
  const removed = email.links.filter((link) => link.status === 'removed');
  return (
    <>
      {filed.map((link) => (
        <LinkCard key={link.packageId} label="Filed under" link={link} facts={facts}>
          {filable ? (
            <div className="mt-2.5 flex flex-wrap items-start gap-1.5">
              <Disclosure
                label="Move"
                variant="button"
                open={failure?.values.from === link.package}
                className="open:w-full"
              >
                <FileForm
                  version={email.version}
                  intent="move"
                  from={link.package}
                  label="To package"
                  button="Move"
                  choices={choices}
                  failure={failure?.values.from === link.package ? failure : null}
                />
              </Disclosure>
              <FilingButton
                version={email.version}
                intent="remove"
                code={link.package}
                label="Remove"
                variant="quiet"
                size="md"
              />
            </div>
          ) : null}
        </LinkCard>
      ))}
      <TaughtRules taught={taught} mayFile={mayFile} />
      {probable.map((link, index) => (
        <LinkCard key={link.packageId} label="Probably" link={link} facts={facts}>
          {filable ? (
            <div className="mt-2.5 flex flex-wrap gap-1.5">
              <FilingButton
                version={email.version}
                intent="file"
                code={link.package}
                label={`File under ${link.package}`}
                variant={index === 0 && believed ? 'primary' : 'default'}
                shortcut={index === 0 && believed ? 'a' : undefined}
              />
              <FilingButton
                version={email.version}
                intent="remove"
                code={link.package}
                label="Not this one"
                variant="quiet"
              />
            </div>
          ) : null}
        </LinkCard>
      ))}
      {filed.length + probable.length === 0 ? <p className="px-0.5 text-muted">{standing(email, facts)}</p> : null}
      {filable ? (
        <section
          aria-label="File under another package"
          className="rounded-lg border bg-surface px-3.5 py-3 shadow-card"
        >
          <FileForm
            version={email.version}
            intent="file"
            label={filed.length + probable.length > 0 ? 'File under another package' : 'File under'}
            button="File"
            choices={choices}
            shortcut="l"
            failure={failure?.values.from ? null : failure}
          />
          {filed.length === 0 && email.kind === 'normal' ? (
            <div className="mt-2">
              <FilingButton
                version={email.version}
                intent={email.setAside ? 'bring-back' : 'aside'}
                label={email.setAside ? 'Put back into triage' : 'Belongs to no package'}
                variant="quiet"
                shortcut={email.setAside ? undefined : 'e'}
              />
            </div>
          ) : null}
        </section>
      ) : null}
      {removed.length > 0 ? (
        <p className="px-0.5 text-sm text-muted">
          Taken away:{' '}
          {removed.map((link, index) => (
            <span key={link.packageId}>
              {index > 0 ? ', ' : ''}
              <TextLink to={`/packages/${link.package}`}>{link.package}</TextLink>
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}

/** Why nothing is filed. */
function standing(email: EmailJson, facts: MailFacts): string {
  if (email.duplicateOf) return 'A repeat is not filed; its first one is.';
  if (email.status === 'received') return 'It is filed as soon as it is read.';
  if (email.kind === 'bounce') return 'A bounce is stored and triggers nothing.';
  if (email.kind === 'auto')
    return `Automatic mail is stored and triggers nothing.${facts.kindReason ? ` (${facts.kindReason})` : ''}`;
  if (email.setAside) return 'Somebody said that it belongs to no package.';
  if (facts.unknownCodes.length > 0)
    return `Not filed: ${facts.unknownCodes.join(', ')} ${facts.unknownCodes.length === 1 ? 'is not a package' : 'are no packages'} here.`;
  return 'No package yet: nothing in it says where it belongs.';
}

function LinkCard({
  label,
  link,
  facts,
  children,
}: {
  label: string;
  link: MailLink;
  facts: MailFacts;
  children: ReactNode;
}) {
  return (
    <section aria-label={`${label} ${link.package}`} className="rounded-lg border bg-surface px-3.5 py-3 shadow-card">
      <div className="text-sm text-muted">{label}</div>
      <div>
        <TextLink plain to={`/packages/${link.package}`} className="font-semibold">
          {link.package}
        </TextLink>{' '}
        {facts.packages[link.package]?.title}
      </div>
      <div className="text-sm text-muted">
        {link.why ? <p>{link.why}</p> : null}
        <p className="num">
          {METHODS[link.method]} · {link.score.toFixed(2)}
        </p>
      </div>
      {children}
    </section>
  );
}
