import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { useState } from 'react';
import { Conversation } from '~/components/mail/conversation.tsx';
import { FilingPanel } from '~/components/mail/filing-panel.tsx';
import { MailAttachments } from '~/components/mail/mail-attachments.tsx';
import { MAIL_VIEWS, MailBody, viewOfQuote } from '~/components/mail/mail-body.tsx';
import { BackToList, MailHead } from '~/components/mail/mail-head.tsx';
import { MailHistory } from '~/components/mail/mail-history.tsx';
import { MailNotices } from '~/components/mail/mail-notices.tsx';
import { Reply } from '~/components/mail/reply-form.tsx';
import { RestrictedMail } from '~/components/mail/restricted-mail.tsx';
import { SentState } from '~/components/mail/sent-state.tsx';
import { WhatWasRead } from '~/components/mail/what-was-read.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { pageAction, pageLoader } from '~/http/page.server.ts';
import { actOnMessage } from './act-on-message.server.ts';
import { loadMessage } from './load-message.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.open ? data.open.email.subject || '(no subject)' : 'Message'} · PMIS` },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, loadMessage);
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, actOnMessage);
}

/** One message: what it says, beside where it is filed and why. */
export default function Message() {
  const { open, restricted } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const [params] = useSearchParams();
  const [active, point] = useState<readonly number[]>([]);
  if (!open)
    return (
      <div className="px-3.5 py-4 md:px-[26px] md:py-[18px]">
        <BackToList />
        {restricted ? <RestrictedMail email={restricted} /> : null}
      </div>
    );
  const { email, facts, conversation, events, choices, taught, people, draft, sent } = open;
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
        <FailureBanner failure={failure} />
        {sent ? <SentState mail={sent} mayReply={open.mayReply} /> : null}
        <MailNotices email={email} facts={facts} mayFile={open.mayFile} bidsOpen={open.bidsOpen} />
        <MailBody
          key={email.id}
          email={email}
          facts={facts}
          view={view}
          search={search}
          active={active}
          headers={open.headers}
          messages={open.messages}
          conversation={conversation.length}
        />
        <MailAttachments email={email} rawSize={facts.rawSize} />
        {draft ? <Reply key={`reply-${email.id}`} draft={draft} failure={failure} /> : null}
      </article>
      <aside
        aria-label="What was read and where it belongs"
        className="grid min-w-0 content-start gap-3 border-t bg-sunken p-3.5 pb-12 xl:overflow-y-auto xl:border-t-0 xl:border-l"
      >
        {sent ? null : (
          <WhatWasRead
            key={email.id}
            email={email}
            facts={facts}
            people={people}
            choices={choices}
            mayDecide={open.mayDecide}
            failure={failure}
            target={(quote) => viewOfQuote(email, quote, view, search)}
            point={point}
          />
        )}
        <h2 className="[&:not(:first-child)]:mt-2">Where it belongs</h2>
        <FilingPanel
          key={`${email.id}-${email.version}`}
          email={email}
          facts={facts}
          choices={choices}
          mayFile={open.mayFile}
          taught={taught}
          failure={failure}
        />
        <Conversation items={conversation} currentId={email.id} search={search} />
        <MailHistory events={events} />
      </aside>
    </div>
  );
}
