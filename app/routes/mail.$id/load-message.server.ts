import type { PageContext } from '~/http/page.server.ts';
import type { MailItemView } from '~/components/mail/mail-item.tsx';
import type { EventJson } from '~server/audit/event.schema.ts';
import { getTimeline } from '~server/audit/get-timeline.ts';
import { hidesBids } from '~server/emails/email.policy.ts';
import { getMailFacts } from '~server/emails/mail-page.queries.ts';
import { getReplyDraft } from '~server/emails/reply-draft.ts';
import { readEmail, readEmailsJson } from '~server/emails/read-emails.ts';
import { listRulesTaughtBy } from '~server/filing-rules/filing-rule.queries.ts';
import { listPackagesToOffer } from '~server/packages/package-choice-page.queries.ts';
import { listOutgoingOf } from '~server/outgoing/list.queries.ts';
import { canDo } from '~server/users/role.policy.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';
import { getMailHeaders, listThreadMessages } from '~server/emails/mail-view.queries.ts';

/** A message with all that its page shows; only the restricted form of a hidden bid. Throws forbidden, not_found. */
export async function loadMessage({ db, actor, params, url }: PageContext) {
  const email = await readEmail(db, actor, params.id);
  const facts = email.restricted ? null : await getMailFacts(db, actor, email.id);
  if (email.restricted || !facts) return { open: null, restricted: email.restricted ? email : null };
  const view = url.searchParams.get('view');
  const [timeline, thread, choices, people, taught, draft, sent, headers, messages] = await Promise.all([
    getTimeline(db, actor, 'email', email.id, { limit: 50 }),
    email.threadId
      ? readEmailsJson(db, actor, { thread: email.threadId, sort: 'receivedAt', limit: '100' })
      : '{"items":[]}',
    listPackagesToOffer(db),
    listPeopleToChoose(db),
    listRulesTaughtBy(db, email.id),
    getReplyDraft(db, actor, email.id),
    listOutgoingOf(db, email.source === 'sent' ? [email.id] : []),
    view === 'headers' ? getMailHeaders(db, actor, email.id) : null,
    view === 'thread' && email.threadId ? listThreadMessages(db, actor, email.threadId) : null,
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
      headers,
      messages,
      events,
      choices,
      taught: taught.map(({ id, sentence, taughtBy }) => ({ id, sentence, mine: taughtBy === actor.userId })),
      people: people.map((one) => ({ email: one.email, name: one.name })),
      draft,
      sent: sent[email.id] ?? null,
      bidsOpen,
      mayFile,
      mayReply: canDo(actor, 'email.send'),
      mayDecide: canDo(actor, 'suggestion.decide'),
    },
  };
}
