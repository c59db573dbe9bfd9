import { data } from '@remix-run/node';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useActionData, useLoaderData, useLocation, useParams } from '@remix-run/react';
import { DropZone } from '~/components/mail/drop-zone.tsx';
import { MailList } from '~/components/mail/mail-list.tsx';
import { MailTabsNav } from '~/components/mail/mail-tabs-nav.tsx';
import { ReceivedCard } from '~/components/mail/received-card.tsx';
import { SentList } from '~/components/mail/sent-list.tsx';
import { Page } from '~/components/shell/page.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { classNames } from '~/components/ui/class-names.ts';
import { failureIn } from '~/components/ui/form-state.ts';
import { type ActionFailure, pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { doWithTicked } from '~server/emails/do-with-ticked.ts';
import { listPackagesToOffer } from '~server/packages/package-choice-page.queries.ts';
import { listOutcomes } from '~server/emails/mail-page.queries.ts';
import { MAIL_TABS, mailTabCounts, QUERY_OF_TAB } from '~server/emails/mail-tabs.ts';
import { readEmailsJson } from '~server/emails/read-emails.ts';
import { listOutgoing } from '~server/outgoing/list-outgoing.ts';
import { isMailOn } from '~server/outgoing/mail-settings.ts';
import type { OutgoingJson } from '~server/outgoing/outgoing.schema.ts';
import { receiveFiles } from '~server/emails/receive-files.ts';
import { canDo } from '~server/users/role.policy.ts';
import type { MailItemView } from '~/components/mail/mail-item.tsx';

/** All files of one form together; each alone has the limit of a message. */
const LARGEST_FORM = 100 * 1024 * 1024;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    const tab = MAIL_TABS.find((one) => one === url.searchParams.get('tab')) ?? 'inbox';
    const given = searchValues(url, ['q', 'package', 'cursor']);
    const ids = (name: string) => (url.searchParams.get(name) ?? '').split(',').filter((id) => UUID.test(id));
    const [received, again] = [ids('received'), ids('again')];
    const mayTick = (tab === 'triage' || tab === 'quarantine') && canDo(actor, 'email.file');
    const limit = url.searchParams.get('show') === '1000' ? '1000' : '100';
    const [list, counts, outcomes, choices] = await Promise.all([
      tab === 'sent'
        ? listOutgoing(db, actor, { ...searchValues(url, ['cursor', 'kind']), limit: '50' })
        : readEmailsJson(db, actor, { ...QUERY_OF_TAB[tab], ...given, limit }),
      mailTabCounts(db, actor),
      listOutcomes(db, actor, [...received, ...again]),
      mayTick && tab === 'triage' ? listPackagesToOffer(db) : [],
    ]);
    const page = JSON.parse(list) as { items: unknown[]; nextCursor: string | null };
    const listed =
      tab === 'sent'
        ? { tab, items: page.items as OutgoingJson[], mailOn: isMailOn(), allKinds: canDo(actor, 'job.read') }
        : { tab, items: page.items as MailItemView[] };
    const mayBring = canDo(actor, 'email.ingest');
    const { nextCursor } = page;
    return {
      listed,
      choices,
      mayTick,
      given,
      nextCursor,
      counts,
      outcomes,
      again,
      mayBring,
      now: new Date().toISOString(),
    };
  });
}

/** Takes the files of the drop zone; each is stored, or its refusal is told. */
export async function action(args: ActionFunctionArgs) {
  if (!(Number(args.request.headers.get('content-length')) <= LARGEST_FORM)) {
    const message = 'Send at most 100 MB at once.';
    return data<ActionFailure>({ ok: false, message, fields: [], values: {} }, { status: 413 });
  }
  return pageAction(args, async ({ db, actor }, values, form) => {
    const { intent } = values;
    if (intent === 'file-ticked' || intent === 'read-ticked') {
      const ids = [values.ids ?? []].flat();
      const text = await doWithTicked(db, actor, { intent, ids, package: values.package });
      return redirectWithToast(`/mail?tab=${intent === 'file-ticked' ? 'triage' : 'quarantine'}`, { tone: 'ok', text });
    }
    const files = form.getAll('files').filter((file) => file instanceof File && file.name !== '') as File[];
    const { received, again, refused } = await receiveFiles(db, actor, files);
    const repeats = again.length > 0 ? ` ${again.length} here already.` : '';
    const count = `${received.length} ${received.length === 1 ? 'message' : 'messages'} received.${repeats}`;
    return redirectWithToast(
      `/mail?${new URLSearchParams({ received: received.join(','), again: again.join(',') }).toString()}`,
      refused.length > 0 ? { tone: 'bad', text: `${count} ${refused.join(' ')}` } : { tone: 'ok', text: count },
    );
  });
}

/** The list of messages beside the one that is open; one of the two on small screens. */
export default function Mail() {
  const { listed, choices, mayTick, given, nextCursor, counts, outcomes, again, mayBring, now } =
    useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const { id } = useParams();
  const { pathname, search } = useLocation();
  const params = new URLSearchParams(search);
  params.delete('received');
  params.delete('again');
  return (
    <Page width="full">
      <div className="md:grid md:h-dvh md:grid-cols-[300px_minmax(0,1fr)] xl:grid-cols-[320px_minmax(0,1fr)]">
        <div
          className={classNames(
            'min-w-0 bg-surface md:overflow-y-auto md:border-r',
            id !== undefined && 'max-md:hidden',
          )}
        >
          {id === undefined ? <h1 className="sr-only">Mail</h1> : null}
          {mayBring ? <DropZone /> : null}
          {failure ? (
            <div className="px-2 pb-2">
              <FailureBanner failure={failure} />
            </div>
          ) : null}
          <ReceivedCard
            outcomes={outcomes}
            again={again}
            closeTo={`${pathname}?${params.toString()}`}
            lookAgainTo={pathname + search}
          />
          <MailTabsNav tab={listed.tab} counts={counts} />
          {listed.tab === 'sent' ? (
            <SentList {...listed} nextCursor={nextCursor} now={now} />
          ) : (
            <MailList
              tab={listed.tab}
              given={given}
              items={listed.items}
              nextCursor={nextCursor}
              now={now}
              bulk={mayTick ? { choices, failure } : null}
            />
          )}
        </div>
        <div className={classNames('min-w-0 md:overflow-y-auto', id === undefined && 'max-md:hidden')}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
