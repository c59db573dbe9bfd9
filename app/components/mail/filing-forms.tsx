import { Form } from '@remix-run/react';
import { useRef } from 'react';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { useShortcut } from '~/components/ui/use-shortcut.ts';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { TaughtView } from './filing-panel.tsx';
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

/** What filing this message taught, with the way to take it back. */
export function TaughtRules({ taught, mayFile }: { taught: TaughtView[]; mayFile: boolean }) {
  return taught.map((rule) => (
    <section
      key={rule.id}
      aria-label="What this taught"
      className="rounded-lg border bg-surface px-3.5 py-3 shadow-card"
    >
      <div className="text-sm text-muted">PMIS will file the like from now on</div>
      <p className="wrap-anywhere">{rule.sentence}</p>
      {mayFile && rule.mine ? (
        <Form method="post" preventScrollReset className="mt-2">
          <input type="hidden" name="rule" value={rule.id} />
          <SubmitButton size="sm" variant="default" name="intent" value="forget">
            Undo: only this message
          </SubmitButton>
        </Form>
      ) : null}
    </section>
  ));
}

interface FileFormProps {
  version: number;
  intent: 'file' | 'move';
  from?: string;
  label: string;
  button: string;
  choices: PackageChoice[];
  /** The key that goes to its field. */
  shortcut?: string;
  failure: ActionFailure | null;
}

/** Files a message under a typed package, or moves it there. */
export function FileForm({ version, intent, from, label, button, choices, shortcut, failure }: FileFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useShortcut(shortcut, () => form.current?.querySelector<HTMLInputElement>('input[name=package]')?.focus());
  return (
    <Form ref={form} method="post" preventScrollReset className="flex items-end gap-2">
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
