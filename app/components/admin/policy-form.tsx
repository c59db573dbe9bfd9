import { Form } from '@remix-run/react';
import { TimeZoneOptions } from '~/components/users/time-zone-options.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { Checkbox, ChoiceGroup } from '~/components/ui/choice.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { Input, MoneyInput, Textarea } from '~/components/ui/input.tsx';
import { Actions, FieldGrid, Stack } from '~/components/ui/layout.tsx';
import { Select } from '~/components/ui/select.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '~/components/ui/use-focus-first-invalid.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import type { ProjectJson } from '~server/projects/project.schema.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface PolicyFormProps {
  project: ProjectJson;
  timeZones: string[];
  /** People who may decide now. */
  deciders: number;
  failure: ActionFailure | null;
}

/** A project's calendar, and the policy that decides how many people a change takes. */
export function PolicyForm({ project, timeZones, deciders, failure }: PolicyFormProps) {
  const ref = useFocusFirstInvalid(failure);
  const error = (field: string) => errorsOf(failure, field);
  const worked = failure ? [failure.values.workDays ?? []].flat() : project.workDays.map(String);
  const holidays = project.holidays.map(({ date, name }) => `${date} ${name}`).join('\n');
  const second = failure ? failure.values.secondDecision === 'on' : project.secondDecision;
  return (
    <Form method="post" ref={ref}>
      <input type="hidden" name="version" value={project.version} />
      <FailureBanner failure={failure} />
      <Stack>
        <Card title="Project" padded>
          <FieldGrid>
            <Field label="Name" name="name" required error={error('name')}>
              <Input maxLength={200} autoComplete="off" defaultValue={typedIn(failure, 'name', project.name)} />
            </Field>
            <Field label="Time zone" name="timeZone" error={error('timeZone')} hint="Says when its day begins">
              <Select defaultValue={typedIn(failure, 'timeZone', project.timeZone)}>
                <TimeZoneOptions zones={timeZones} />
              </Select>
            </Field>
            <Field label="Currency" name="currency" error={error('currency')} hint="Of new packages">
              <Input maxLength={3} autoComplete="off" defaultValue={typedIn(failure, 'currency', project.currency)} />
            </Field>
          </FieldGrid>
        </Card>
        <Card title="Working calendar" padded>
          <Stack>
            <ChoiceGroup legend="Days worked" error={error('workDays').join(' ')}>
              <div className="flex flex-wrap gap-x-4 gap-y-1.5">
                {WEEKDAYS.map((day, index) => (
                  <Checkbox
                    key={day}
                    name="workDays"
                    value={String(index + 1)}
                    label={day}
                    defaultChecked={worked.includes(String(index + 1))}
                  />
                ))}
              </div>
            </ChoiceGroup>
            <Field
              label="Holidays"
              name="holidays"
              error={error('holidays')}
              hint="One a line: the date, then its name. 2026-12-25 Christmas Day"
            >
              <Textarea rows={4} spellCheck={false} defaultValue={typedIn(failure, 'holidays', holidays)} />
            </Field>
          </Stack>
        </Card>
        <Thresholds project={project} failure={failure} />
        <Card title="Second decision" padded>
          <Checkbox
            name="secondDecision"
            defaultChecked={second}
            label="A critical change takes two different deciders"
            hint={
              deciders < 3
                ? `There ${deciders === 1 ? 'is 1 decider' : `are ${deciders} deciders`}, fewer than three: without this, one other decider and a reason are enough, marked “decided by one”.`
                : `There are ${deciders} deciders. Switching this off counts only while there are fewer than three deciders.`
            }
          />
        </Card>
        <Card title="Save" padded>
          <Field label="Reason" name="reason" error={error('reason')} hint="Stands in the audit trail">
            <Input maxLength={4000} autoComplete="off" defaultValue={typedIn(failure, 'reason')} />
          </Field>
          <Actions>
            <SubmitButton>Save</SubmitButton>
          </Actions>
        </Card>
      </Stack>
    </Form>
  );
}

/** The amounts above which a change is critical, by currency; an emptied one is taken away. */
function Thresholds({ project, failure }: { project: ProjectJson; failure: ActionFailure | null }) {
  const currencies = Object.keys(project.thresholds);
  return (
    <Card title="Critical above" padded>
      <p className="mb-3 max-w-[72ch] text-md text-muted">
        A change whose package is worth more takes two deciders. Amounts are never converted: in a currency that is not
        listed, every change of money is critical.
      </p>
      <FieldGrid>
        {currencies.map((currency) => (
          <Field
            key={currency}
            label={currency}
            name={`threshold-${currency}`}
            error={errorsOf(failure, `thresholds.${currency}`)}
          >
            <MoneyInput
              currency={currency}
              defaultValue={typedIn(failure, `threshold-${currency}`, project.thresholds[currency])}
            />
          </Field>
        ))}
      </FieldGrid>
      <div className="mt-3 grid max-w-md grid-cols-[110px_minmax(0,1fr)] gap-x-4">
        <Field label="Another currency" name="newCurrency" error={errorsOf(failure, 'newCurrency')}>
          <Input maxLength={3} placeholder="CHF" autoComplete="off" defaultValue={typedIn(failure, 'newCurrency')} />
        </Field>
        <Field label="Amount" name="newAmount" error={errorsOf(failure, 'newAmount')}>
          <MoneyInput defaultValue={typedIn(failure, 'newAmount')} />
        </Field>
      </div>
    </Card>
  );
}
