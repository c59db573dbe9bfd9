import { Form } from '@remix-run/react';
import { PASSWORD_MAX, PASSWORD_MIN } from '~server/users/password.policy.ts';
import type { ActionFailure } from '../../http/page.server.ts';
import { Field } from '../ui/field.tsx';
import { errorsOf } from '../ui/form-state.ts';
import { Input } from '../ui/input.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';

/** Changes one's own password. */
export function PasswordForm({ failure, email }: { failure: ActionFailure | null; email: string }) {
  return (
    <Form method="post" className="grid gap-3">
      {/* Tells password managers whose password it is. */}
      <input type="text" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
      <Field label="Present password" name="currentPassword" required error={errorsOf(failure, 'currentPassword')}>
        <Input type="password" autoComplete="current-password" maxLength={PASSWORD_MAX} />
      </Field>
      <Field
        label="New password"
        name="newPassword"
        required
        hint={`At least ${PASSWORD_MIN} characters; a few words are good.`}
        error={errorsOf(failure, 'newPassword')}
      >
        <Input type="password" autoComplete="new-password" minLength={PASSWORD_MIN} maxLength={PASSWORD_MAX} />
      </Field>
      <div>
        <SubmitButton name="intent" value="password" variant="default">
          Change password
        </SubmitButton>
      </div>
    </Form>
  );
}
