import { Form, useNavigate, useParams, useSearchParams } from '@remix-run/react';
import { useRef } from 'react';
import { Button } from '~/components/ui/button.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Field } from '~/components/ui/field.tsx';
import { SearchInput } from '~/components/ui/input.tsx';
import { Pagination } from '~/components/ui/pagination.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import { useShortcut } from '~/components/ui/use-shortcut.ts';
import type { MailTab } from '~server/emails/mail-tabs.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';
import { beginsTicked, BulkActions, TickMail } from './bulk-filing.tsx';
import { MailKeys } from './mail-keys.tsx';
import { MailItem, type MailItemView } from './mail-item.tsx';

interface MailListProps {
  tab: Exclude<MailTab, 'sent'>;
  given: Record<string, string>;
  items: MailItemView[];
  nextCursor: string | null;
  now: string;
  /** The packages to file ticked messages under, where the tab files; null where none may be ticked. */
  bulk: { choices: PackageChoice[]; failure: ActionFailure | null } | null;
}

const EMPTY: Record<MailListProps['tab'], [string, string]> = {
  inbox: ['No mail yet', 'Drop .eml files above, or let a mailbox or the API bring messages in.'],
  triage: [
    'Nothing waits to be filed',
    'Messages that no rule could file stand here until somebody says where they belong.',
  ],
  quarantine: ['Nothing in quarantine', 'Messages that could not be read stand here with the reason. None is lost.'],
};

const MOST_SHOWN = 1000;

/** The same list with as many messages as one page holds. */
function showing(params: URLSearchParams): string {
  const more = new URLSearchParams(params);
  for (const name of ['cursor', 'view', 'received', 'again']) more.delete(name);
  more.set('show', String(MOST_SHOWN));
  return more.toString();
}

/** The search and list of received mail. Keys: j and k for the next and previous message, / to search. */
export function MailList({ tab, given, items, nextCursor, now, bulk }: MailListProps) {
  const [params] = useSearchParams();
  const { id } = useParams();
  const navigate = useNavigate();
  const searchBox = useRef<HTMLFormElement>(null);
  const kept = new URLSearchParams(params);
  for (const name of ['view', 'received', 'again', 'ticked']) kept.delete(name);
  const search = kept.toString();
  const step = (by: 1 | -1) => {
    const at = items.findIndex((item) => item.id === id);
    const next = items[at === -1 ? 0 : at + by];
    if (next) navigate({ pathname: `/mail/${next.id}`, search });
  };
  useShortcut('j', () => step(1));
  useShortcut('k', () => step(-1));
  useShortcut('/', () => searchBox.current?.querySelector<HTMLInputElement>('input[type=search]')?.focus());
  const [title, text] = EMPTY[tab];
  return (
    <>
      <Form
        method="get"
        action="/mail"
        role="search"
        ref={searchBox}
        key={params.get('q')}
        className="flex gap-2 border-b p-2"
      >
        {tab === 'inbox' ? null : <input type="hidden" name="tab" value={tab} />}
        {given.package ? <input type="hidden" name="package" value={given.package} /> : null}
        <Field label="Search mail" name="q" hideLabel className="min-w-0 flex-1">
          <SearchInput placeholder="Search" defaultValue={given.q ?? ''} maxLength={200} />
        </Field>
        <Button type="submit" className="h-8">
          Find
        </Button>
      </Form>
      {given.package || given.q ? (
        <p className="border-b px-3.5 py-1.5 text-sm text-muted">
          {given.q ? `Found for “${given.q}”` : 'Mail'}
          {given.package ? ` of ${given.package.toUpperCase()}` : ''} ·{' '}
          <TextLink to={tab === 'inbox' ? '/mail' : `/mail?tab=${tab}`}>show all</TextLink>
        </p>
      ) : null}
      {bulk && tab !== 'inbox' && items.length > 0 ? (
        <BulkActions tab={tab} shown={items.filter((email) => !email.restricted).length} {...bulk} />
      ) : null}
      {items.length > 0 ? (
        <ul aria-label="Messages">
          {items.map((email) => (
            <li key={email.id} className="flex [contain-intrinsic-size:auto_84px] [content-visibility:auto]">
              {bulk && !email.restricted ? (
                <TickMail id={email.id} subject={email.subject} ticked={beginsTicked(params)} />
              ) : null}
              <MailItem email={email} search={search} now={now} />
            </li>
          ))}
        </ul>
      ) : given.q ? (
        <EmptyState title="Nothing found" icon="search">
          No message here has all of these words.
        </EmptyState>
      ) : (
        <EmptyState title={title} icon={tab === 'inbox' ? 'mail' : 'check'}>
          {text}
        </EmptyState>
      )}
      {nextCursor && items.length < MOST_SHOWN ? (
        <p className="px-3.5 pt-2.5 text-sm">
          <TextLink to={`/mail?${showing(params)}`}>Show up to 1,000 at once</TextLink>
        </p>
      ) : null}
      <Pagination nextCursor={nextCursor} nextLabel="Older" />
      <MailKeys />
    </>
  );
}
