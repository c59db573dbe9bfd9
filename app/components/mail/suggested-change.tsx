import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import { patchLabel, patchText } from '~/components/approval/patch-rows.ts';
import { Checkbox } from '~/components/ui/choice.tsx';
import { DiffList, DiffRow } from '~/components/ui/diff-row.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { Textarea } from '~/components/ui/input.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { LinkedPackage } from '~server/emails/mail-page.queries.ts';
import { DriftLine } from './drift-line.tsx';
import { SuggestedValueInput } from './suggested-value-input.tsx';
import { type Point, QuoteLink, type QuoteTarget, SuggestionActions, SuggestionCard } from './suggestion-parts.tsx';
import { isDateField, type NumberedSuggestion, presentValue, quotesIn } from './suggestion-view.ts';

interface SuggestedChangeProps {
  email: EmailJson;
  /** The open changes of one package, at least one. */
  changes: NumberedSuggestion[];
  pkg: LinkedPackage | undefined;
  /** Who wrote: the vendor, else the sender. */
  writer: string;
  people: { email: string; name: string }[];
  mayDecide: boolean;
  failure: ActionFailure | null;
  target: QuoteTarget;
  point: Point;
}

/** What a message changes on one package: one proposal, whose fields can be unticked and edited first. */
export function SuggestedChange(props: SuggestedChangeProps) {
  const { email, changes, pkg, writer, people, mayDecide, point } = props;
  const first = changes[0]!;
  const code = first.package ?? '';
  const failure = props.failure?.values.suggestion === first.id ? props.failure : null;
  const unknown = changes.some((one) => one.senderUnknown);
  const fieldOf = (one: NumberedSuggestion) => one.content.field ?? '';
  const wrong =
    changes.some((one) => errorsOf(failure, fieldOf(one)).length > 0) || errorsOf(failure, 'reason').length > 0;
  const edit = (
    <>
      {changes.map((one) => (
        <Field
          key={one.id}
          label={patchLabel(fieldOf(one), pkg)}
          name={fieldOf(one)}
          error={[...errorsOf(failure, fieldOf(one)), ...errorsOf(failure, `values.${fieldOf(one)}`)]}
        >
          <SuggestedValueInput
            field={fieldOf(one)}
            value={typedIn(failure, fieldOf(one), one.content.value ?? '')}
            people={people}
            currency={pkg?.currency}
          />
        </Field>
      ))}
      <Field
        label="Reason"
        name="reason"
        hint="Without one: that it was read from this message."
        error={errorsOf(failure, 'reason')}
      >
        <Textarea rows={2} maxLength={4000} defaultValue={typedIn(failure, 'reason')} />
      </Field>
    </>
  );
  return (
    <SuggestionCard
      name={`Change of ${code}`}
      label={
        <>
          Change ·{' '}
          <TextLink plain to={`/packages/${code}`} className="font-medium">
            {code}
          </TextLink>
        </>
      }
      numbers={changes.map((one) => one.n)}
      point={point}
      pills={first.notVerified ? <Pill tone="warn">not verified</Pill> : null}
    >
      <Form method="post" preventScrollReset>
        <div className="grid gap-2.5">
          {changes.map((one) => (
            <ChangeRow
              key={one.id}
              {...props}
              change={one}
              tickable={mayDecide && !unknown}
              failure={failure}
              writer={writer}
            />
          ))}
        </div>
        {errorsOf(failure, 'fields').length > 0 ? (
          <p role="alert" className="mt-2 text-sm text-bad">
            {errorsOf(failure, 'fields').join(' ')}
          </p>
        ) : null}
        {unknown ? (
          <p className="mt-2.5 text-md">
            <b>{email.from?.name || email.from?.address || 'The sender'}</b> is new to {code}.{' '}
            {mayDecide ? 'Confirm once that this person speaks for it.' : 'Somebody has to confirm this person once.'}
          </p>
        ) : null}
        {mayDecide ? (
          <SuggestionActions
            id={first.id}
            intent={unknown ? 'confirm-sender' : 'propose'}
            label={unknown ? 'Confirm sender' : 'Propose'}
            edit={unknown ? null : edit}
            editOpen={wrong}
          />
        ) : null}
      </Form>
    </SuggestionCard>
  );
}

interface ChangeRowProps extends SuggestedChangeProps {
  change: NumberedSuggestion;
  tickable: boolean;
}

function ChangeRow({ email, changes, change, pkg, writer, tickable, failure, target, point }: ChangeRowProps) {
  const field = change.content.field ?? '';
  const value = change.content.value ?? '';
  const label = patchLabel(field, pkg);
  const ticked = failure ? [failure.values.fields ?? []].flat().includes(field) : true;
  const present = presentValue(change, pkg);
  const [own] = quotesIn(email, change);
  // One sentence may carry several fields: it is shown under the last of them.
  const next = changes[changes.indexOf(change) + 1];
  const saidBelow = own !== undefined && next !== undefined && quotesIn(email, next)[0]?.quote === own.quote;
  const tick: ReactNode =
    tickable && changes.length > 1 ? (
      <Checkbox name="fields" value={field} defaultChecked={ticked} label={label} />
    ) : (
      label
    );
  return (
    <div>
      {tickable && changes.length === 1 ? <input type="hidden" name="fields" value={field} /> : null}
      <DiffList>
        <DiffRow
          label={tick}
          from={patchText(field, present, pkg?.currency)}
          to={patchText(field, value, pkg?.currency)}
        />
      </DiffList>
      {own && present && present !== value && isDateField(field) ? (
        <DriftLine
          writer={writer}
          wrote={value}
          code={change.package ?? ''}
          says={present}
          href={`/packages/${change.package ?? ''}`}
          n={change.n}
          quote={own.quote}
          target={target}
          point={point}
        />
      ) : null}
      {own && !saidBelow ? <QuoteLink n={change.n} quote={own.quote} target={target} point={point} /> : null}
    </div>
  );
}
