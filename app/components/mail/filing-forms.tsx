import { Form } from '@remix-run/react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';

interface FilingButtonProps {
  version: number;
  intent: string;
  code?: string;
  label: string;
  variant: 'primary' | 'default' | 'quiet';
  shortcut?: string;
  size?: 'sm' | 'md';
}

/** One click that says where a message belongs. */
export function FilingButton({ version, intent, code, label, variant, shortcut, size = 'sm' }: FilingButtonProps) {
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="version" value={version} />
      {code ? <input type="hidden" name="package" value={code} /> : null}
      <SubmitButton size={size} variant={variant} name="intent" value={intent} shortcut={shortcut}>
        {label}
      </SubmitButton>
    </Form>
  );
}

interface FileFormProps {
  version: number;
  intent: 'file' | 'move';
  from?: string;
  label: string;
  button: string;
  choices: PackageChoice[];
  failure: ActionFailure | null;
}

/** Files a message under a typed package, or moves it there. */
export function FileForm({ version, intent, from, label, button, choices, failure }: FileFormProps) {
  return (
    <Form method="post" preventScrollReset className="flex items-end gap-2">
      <input type="hidden" name="version" value={version} />
      {from ? <input type="hidden" name="from" value={from} /> : null}
      <Field label={label} name="package" required error={errorsOf(failure, 'package')} className="min-w-0 flex-1">
        <PackageInput choices={choices} defaultValue={typedIn(failure, 'package')} />
      </Field>
      <SubmitButton variant="default" className="h-8" name="intent" value={intent}>
        {button}
      </SubmitButton>
    </Form>
  );
}
