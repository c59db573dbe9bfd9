import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { Conversation } from '~/components/mail/conversation.tsx';
import { FilingPanel } from '~/components/mail/filing-panel.tsx';
import { MailAttachments } from '~/components/mail/mail-attachments.tsx';
import { MAIL_VIEWS, MailBody } from '~/components/mail/mail-body.tsx';
import { BackToList, MailHead } from '~/components/mail/mail-head.tsx';
import { MailHistory } from '~/components/mail/mail-history.tsx';
import type { MailItemView } from '~/components/mail/mail-item.tsx';
import { MailNotices } from '~/components/mail/mail-notices.tsx';
import { RestrictedMail } from '~/components/mail/restricted-mail.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import { getTimeline } from '~server/audit/get-timeline.ts';
import { hidesBids } from '~server/emails/email.policy.ts';
import { fileEmail } from '~server/emails/file-email.ts';
import { getMailFacts } from '~server/emails/mail-page.queries.ts';
import { readEmail, readEmailsJson } from '~server/emails/read-emails.ts';
import { reprocessEmail } from '~server/emails/reprocess-email.ts';
import { setAsideEmail } from '~server/emails/set-aside-email.ts';
import { listPackagesToOffer } from '~server/packages/package-choice-page.queries.ts';
import { canDo } from '~server/users/role.policy.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.open ? data.open.email.subject || '(no subject)' : 'Message'} · PMIS` },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params }) => {
    const email = await readEmail(db, actor, params.id);
    const facts = email.restricted ? null : await getMailFacts(db, actor, email.id);
    if (email.restricted || !facts) return { open: null, restricted: email.restricted ? email : null };
    const [timeline, thread, choices] = await Promise.all([
      getTimeline(db, actor, 'email', email.id, { limit: 50 }),
      email.threadId
        ? readEmailsJson(db, actor, { thread: email.threadId, sort: 'receivedAt', limit: '100' })
        : '{"items":[]}',
      listPackagesToOffer(db),
    ]);
    const conversation = (JSON.parse(thread) as { items: MailItemView[] }).items;
    const events = (JSON.parse(timeline) as { items: EventJson[] }).items;
    const bidsOpen = Object.values(facts.packages).some(hidesBids);
    const mayFile = canDo(actor, 'email.file');
    return {
      restricted: null,
      // The frame loads the HTML itself; the page says only that there is some.
      open: {
        email: { ...email, html: email.html === null ? null : '' },
        facts,
        conversation,
        events,
        choices,
        bidsOpen,
        mayFile,
      },
    };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, params, url }, values) => {
    const id = String(params.id);
    const expectedVersion = values.version === undefined ? undefined : Number(values.version);
    const done = (text: string) => redirectWithToast(url.pathname + url.search, { tone: 'ok', text });
    switch (values.intent) {
      case 'reprocess':
        await reprocessEmail(db, actor, id);
        return done('It is being read again.');
      case 'aside':
      case 'bring-back': {
        const aside = values.intent === 'aside';
        await setAsideEmail(db, actor, id, { aside, expectedVersion });
        return done(aside ? 'It waits no longer.' : 'It waits in triage again.');
      }
      case 'remove': {
        const filed = await fileEmail(db, actor, id, { package: values.package, status: 'removed', expectedVersion });
        return done(`Taken away from ${filed.package}.`);
      }
      default: {
        const { package: code, from } = values;
        const filed = await fileEmail(db, actor, id, { package: code, expectedVersion, ...(from ? { from } : {}) });
        return done(from ? `Moved to ${filed.package}.` : `Filed under ${filed.package}.`);
      }
    }
  });
}

/** One message: what it says, beside where it is filed and why. */
export default function Message() {
  const { open, restricted } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const [params] = useSearchParams();
  if (!open)
    return (
      <div className="px-3.5 py-4 md:px-[26px] md:py-[18px]">
        <BackToList />
        {restricted ? <RestrictedMail email={restricted} /> : null}
      </div>
    );
  const { email, facts, conversation, events, choices, bidsOpen, mayFile } = open;
  const view = MAIL_VIEWS.find((one) => one === params.get('view')) ?? 'new';
  const kept = new URLSearchParams(params);
  kept.delete('view');
  const search = kept.toString();
  return (
    <div className="min-w-0 xl:grid xl:h-full xl:grid-cols-[minmax(0,1fr)_340px]">
      <article className="grid min-w-0 content-start gap-4 px-3.5 py-4 md:px-[26px] md:py-[18px] xl:overflow-y-auto">
        <div>
          <BackToList />
          <MailHead email={email} facts={facts} />
        </div>
        {failure ? (
          <Banner tone="bad" role="alert">
            {failure.message}
          </Banner>
        ) : null}
        <MailNotices email={email} facts={facts} mayFile={mayFile} bidsOpen={bidsOpen} />
        <MailBody key={email.id} email={email} facts={facts} view={view} search={search} />
        <MailAttachments email={email} rawSize={facts.rawSize} />
      </article>
      <aside
        aria-label="Where it belongs"
        className="grid min-w-0 content-start gap-3 border-t bg-sunken p-3.5 pb-12 xl:overflow-y-auto xl:border-t-0 xl:border-l"
      >
        <h2>Where it belongs</h2>
        <FilingPanel
          key={`${email.id}-${email.version}`}
          email={email}
          facts={facts}
          choices={choices}
          mayFile={mayFile}
          failure={failure}
        />
        <Conversation items={conversation} currentId={email.id} search={search} />
        <MailHistory events={events} />
      </aside>
    </div>
  );
}
