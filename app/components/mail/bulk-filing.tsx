import { Form, Link, useSearchParams } from '@remix-run/react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';

const FORM = 'ticked';

/** The box that ticks a message for doing something with several; it belongs to the form above the list. */
export function TickMail({ id, subject, ticked }: { id: string; subject: string | null; ticked: boolean }) {
  return (
    <label className="flex items-start border-b py-3 pr-2 pl-3.5">
      <input
        key={String(ticked)}
        type="checkbox"
        name="ids"
        value={id}
        form={FORM}
        defaultChecked={ticked}
        aria-label={`Tick: ${subject || '(no subject)'}`}
        className="size-4 accent-accent"
      />
    </label>
  );
}

/** Whether all messages of the page begin ticked: `?ticked=all`, which needs no script. */
export const beginsTicked = (params: URLSearchParams) => params.get('ticked') === 'all';

function TickAll({ shown }: { shown: number }) {
  const [params] = useSearchParams();
  const all = beginsTicked(params);
  const other = new URLSearchParams(params);
  if (all) other.delete('ticked');
  else other.set('ticked', 'all');
  return (
    <Link
      to={{ search: other.toString() }}
      preventScrollReset
      className="rounded-xs px-1 text-sm font-medium whitespace-nowrap text-accent"
    >
      {all ? 'Tick none' : `Tick all ${shown} on this page`}
    </Link>
  );
}

interface BulkProps {
  tab: 'triage' | 'quarantine';
  /** Packages to file under; empty in quarantine. */
  choices: PackageChoice[];
  failure: ActionFailure | null;
  shown: number;
}

/** What can be done with all ticked messages: in triage filing them under one package, in quarantine reading them again. */
export function BulkActions({ tab, choices, failure, shown }: BulkProps) {
  return (
    <div className="grid gap-1.5 border-b p-2">
      <Form id={FORM} method="post" action={`/mail?tab=${tab}`} className="flex items-end gap-2">
        {tab === 'triage' ? (
          <>
            <Field
              label="File ticked messages under"
              name="package"
              hideLabel
              required
              error={errorsOf(failure, 'package')}
              className="min-w-0 flex-1"
            >
              <PackageInput choices={choices} placeholder="Package code" defaultValue={typedIn(failure, 'package')} />
            </Field>
            <SubmitButton variant="default" className="h-8" name="intent" value="file-ticked">
              File ticked
            </SubmitButton>
          </>
        ) : (
          <SubmitButton variant="default" className="h-8" name="intent" value="read-ticked">
            Read ticked again
          </SubmitButton>
        )}
      </Form>
      <div>
        <TickAll shown={shown} />
      </div>
    </div>
  );
}
