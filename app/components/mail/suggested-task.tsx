import { Form } from '@remix-run/react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { formatDate } from '~/components/ui/format.ts';
import { DateInput, Textarea } from '~/components/ui/input.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { Select } from '~/components/ui/select.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';
import { DriftLine } from './drift-line.tsx';
import { type Point, QuoteLink, type QuoteTarget, SuggestionActions, SuggestionCard } from './suggestion-parts.tsx';
import { type NumberedSuggestion, quotesIn, weekdayOf } from './suggestion-view.ts';

interface SuggestedTaskProps {
  email: EmailJson;
  task: NumberedSuggestion;
  /** The message is about several packages, so that each task says its own. */
  severalPackages: boolean;
  people: { email: string; name: string }[];
  choices: PackageChoice[];
  mayDecide: boolean;
  failure: ActionFailure | null;
  target: QuoteTarget;
  point: Point;
}

const EDITED = ['title', 'dueDate', 'assignee', 'package', 'reason'];

/** What a message asks for: a task to create, as it was read or edited first. */
export function SuggestedTask(props: SuggestedTaskProps) {
  const { email, task, severalPackages, people, choices, mayDecide, target, point } = props;
  const failure = props.failure?.values.suggestion === task.id ? props.failure : null;
  const { title, due, assignee } = task.content;
  const person = people.find((one) => one.email === assignee);
  const options = people.map((one) => ({ value: one.email, label: one.name }));
  if (assignee && !person) options.push({ value: assignee, label: `${assignee} (waited for)` });
  const [own] = quotesIn(email, task);
  const code = task.package;
  const { drift } = task;
  const moves = task.about !== null;
  const edit = moves ? (
    <>
      <Field label="Due" name="dueDate" required error={errorsOf(failure, 'dueDate')}>
        <DateInput defaultValue={typedIn(failure, 'dueDate', due ?? '')} />
      </Field>
      <Field label="Reason" name="reason" error={errorsOf(failure, 'reason')}>
        <Textarea rows={2} maxLength={4000} defaultValue={typedIn(failure, 'reason')} />
      </Field>
    </>
  ) : (
    <>
      <Field label="Title" name="title" required error={errorsOf(failure, 'title')}>
        <Textarea rows={2} maxLength={200} defaultValue={typedIn(failure, 'title', title ?? '')} />
      </Field>
      <Field label="Due" name="dueDate" error={errorsOf(failure, 'dueDate')}>
        <DateInput defaultValue={typedIn(failure, 'dueDate', due ?? '')} />
      </Field>
      <Field
        label="Assignee"
        name="assignee"
        error={[...errorsOf(failure, 'assignee'), ...errorsOf(failure, 'waitingFor')]}
      >
        <Select options={options} placeholder="The buyer" defaultValue={typedIn(failure, 'assignee', assignee ?? '')} />
      </Field>
      <Field label="Package" name="package" error={errorsOf(failure, 'package')}>
        <PackageInput choices={choices} defaultValue={typedIn(failure, 'package', code ?? '')} />
      </Field>
    </>
  );
  return (
    <SuggestionCard
      name={`Task: ${title ?? ''}`}
      label={
        <>
          {moves ? `Date of ${task.about ?? ''}` : 'Task'} ·{' '}
          {due ? `due ${weekdayOf(due)} ${formatDate(due)}` : 'no date'}
          {severalPackages && code ? ` · ${code}` : ''}
        </>
      }
      numbers={[task.n]}
      point={point}
      pills={
        <>
          {code ? null : <Pill>no package</Pill>}
          {task.notVerified ? <Pill tone="warn">not verified</Pill> : null}
        </>
      }
    >
      <div className="wrap-anywhere">{title}</div>
      {assignee ? (
        <div className="text-sm wrap-anywhere text-muted">{person ? person.name : `We wait for ${assignee}`}</div>
      ) : null}
      {own && drift ? (
        <DriftLine
          writer={drift.wrote.by}
          wrote={drift.wrote.date}
          code={drift.says.what}
          says={drift.says.date}
          href={`/tasks/${drift.says.what}`}
          n={task.n}
          quote={own.quote}
          target={target}
          point={point}
        />
      ) : null}
      {own ? <QuoteLink n={task.n} quote={own.quote} target={target} point={point} /> : null}
      {mayDecide ? (
        <Form method="post" preventScrollReset>
          <SuggestionActions
            id={task.id}
            intent={moves ? 'move' : 'create'}
            label={moves ? 'Move the date' : 'Create'}
            edit={edit}
            editOpen={EDITED.some((field) => errorsOf(failure, field).length > 0)}
          />
        </Form>
      ) : null}
    </SuggestionCard>
  );
}
