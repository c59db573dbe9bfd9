import { Form } from '@remix-run/react';
import { SubmitButton } from '../ui/submit-button.tsx';

/** Ends every sign-in of the person, here too. */
export function SignOutEverywhereForm() {
  return (
    <Form method="post">
      <p className="mb-3 text-muted">Ends your sign-ins on every device, this one too. Tokens stay.</p>
      <SubmitButton name="intent" value="sign-out-everywhere" variant="default" icon="sign-out">
        Sign out everywhere
      </SubmitButton>
    </Form>
  );
}
