import { patchLabel, patchText } from '~/components/approval/patch-rows.ts';
import { Banner } from '~/components/ui/banner.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';
import { SuggestedChange } from './suggested-change.tsx';
import { SuggestedTask } from './suggested-task.tsx';
import type { Point, QuoteTarget } from './suggestion-parts.tsx';
import { changesByPackage, type NumberedSuggestion, numberSuggestions } from './suggestion-view.ts';

interface WhatWasReadProps {
  email: EmailJson;
  facts: MailFacts;
  people: { email: string; name: string }[];
  choices: PackageChoice[];
  mayDecide: boolean;
  failure: ActionFailure | null;
  target: QuoteTarget;
  point: Point;
}

type Understanding = NonNullable<EmailJson['understanding']>;

const FLAGS: Partial<Record<Understanding['flags'][number], { tone: 'bad' | 'warn'; text: string }>> = {
  injection: { tone: 'bad', text: 'It contains orders to the assistant, which were not followed.' },
  conflicting_dates: {
    tone: 'warn',
    text: 'It names different dates for the same thing: read it before you propose one.',
  },
  ambiguous_package: { tone: 'warn', text: 'It may be about more than one package.' },
  unknown_package: { tone: 'warn', text: 'It names a package that is not here.' },
};

/** What was read out of a message: its summary, what it suggests, and what came of that. Nothing before it is read. */
export function WhatWasRead({ email, facts, people, choices, mayDecide, failure, target, point }: WhatWasReadProps) {
  const { understanding } = email;
  if (!understanding) return null;
  const suggestions = numberSuggestions(email);
  const tasks = suggestions.filter((one) => one.kind === 'task' && one.status === 'open');
  const changes = changesByPackage(suggestions);
  const decided = suggestions.filter((one) => one.status !== 'open');
  const writer = facts.senderVendor ?? (email.from?.name || email.from?.address || 'The sender');
  const shared = { email, people, mayDecide, failure, target, point };
  return (
    <>
      <div className="flex flex-wrap items-center gap-1.5">
        <h2 className="mr-auto">What was read</h2>
        {understanding.urgency === 'high' ? <Pill tone="bad">urgent</Pill> : null}
        {understanding.urgency === 'low' ? <Pill>not urgent</Pill> : null}
        <Pill tone="ai">{understanding.source === 'llm' ? 'model' : 'rules'}</Pill>
      </div>
      <ReadBy understanding={understanding} />
      {understanding.summary ? <p className="px-0.5 wrap-anywhere">{understanding.summary}</p> : null}
      {understanding.flags.map((flag) => {
        const said = FLAGS[flag];
        return said ? (
          <div key={flag} className="text-md">
            <Banner tone={said.tone}>{said.text}</Banner>
          </div>
        ) : null;
      })}
      {changes.map((group) => (
        <SuggestedChange
          key={group.map((one) => one.id).join()}
          {...shared}
          changes={group}
          pkg={facts.packages[group[0]?.package ?? '']}
          writer={writer}
        />
      ))}
      {tasks.map((task) => (
        <SuggestedTask
          key={task.id}
          {...shared}
          task={task}
          choices={choices}
          severalPackages={understanding.packages.length > 1}
        />
      ))}
      {suggestions.length === 0 ? <p className="px-0.5 text-muted">{whyNothing(email, understanding)}</p> : null}
      {decided.length > 0 ? <Decided suggestions={decided} facts={facts} /> : null}
    </>
  );
}

/** Who read it, where that is more than a word: the model's name, or why it was rules. */
function ReadBy({ understanding: { model, pending, fallback } }: { understanding: Understanding }) {
  const said = pending
    ? 'Rules read it; the model is still reading.'
    : fallback
      ? `Rules read it. ${fallback}`
      : model
        ? `Read by ${model}; every quote was checked against the message.`
        : null;
  return said ? <p className="px-0.5 text-sm wrap-anywhere text-muted">{said}</p> : null;
}

function whyNothing(email: EmailJson, { tasks, patches }: Understanding): string {
  if (tasks.length + patches.length === 0) return 'It asks for nothing and changes nothing.';
  if (email.duplicateOf) return 'It repeats another message, which has the suggestions.';
  if (email.kind !== 'normal') return 'Automatic mail suggests nothing.';
  if (email.senderMismatch.length > 0 || email.authentication === 'fail')
    return 'It suggests nothing: the sender may be somebody else.';
  if (email.bankDetails) return 'It suggests nothing: mail about bank details never does.';
  if (!email.outside && email.authentication === 'unknown' && email.source !== 'ui')
    return 'It suggests nothing: it says that it is from us, and nobody of us brought it in.';
  return 'Nothing new: what it says is suggested, proposed, a task or so already.';
}

function Decided({ suggestions, facts }: { suggestions: NumberedSuggestion[]; facts: MailFacts }) {
  return (
    <section aria-label="Decided" className="px-0.5 text-sm text-muted">
      <ul className="grid gap-1">
        {suggestions.map((one) => (
          <li key={one.id} className="wrap-anywhere">
            {one.approval ? (
              <TextLink to={`/approvals/${one.approval}`}>{one.approval}</TextLink>
            ) : one.task ? (
              <TextLink to={`/tasks/${one.task}`}>{one.task}</TextLink>
            ) : (
              'Dismissed'
            )}
            : {describe(one, facts)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function describe({ kind, package: code, content }: NumberedSuggestion, facts: MailFacts): string {
  if (kind === 'task') return content.title ?? '';
  const pkg = facts.packages[code ?? ''];
  const field = content.field ?? '';
  return `${code ?? ''} ${patchLabel(field, pkg)} → ${patchText(field, content.value, pkg?.currency)}`;
}
