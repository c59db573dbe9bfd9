import { Form } from '@remix-run/react';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { Input } from '~/components/ui/input.tsx';
import { Actions, FieldGrid } from '~/components/ui/layout.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '~/components/ui/use-focus-first-invalid.ts';
import type { ActionFailure } from '~/http/page.server.ts';

/** A new vendor. Its mail domains are proposed afterwards. */
export function VendorForm({ failure }: { failure: ActionFailure | null }) {
  const ref = useFocusFirstInvalid(failure);
  return (
    <Form method="post" ref={ref}>
      <FailureBanner failure={failure} />
      <FieldGrid>
        <Field label="Name" name="name" required error={errorsOf(failure, 'name')} hint="As on their offers and orders">
          <Input maxLength={200} autoComplete="off" autoFocus defaultValue={typedIn(failure, 'name')} />
        </Field>
        <Field label="Country" name="country" error={errorsOf(failure, 'country')}>
          <Input maxLength={60} autoComplete="off" defaultValue={typedIn(failure, 'country')} />
        </Field>
      </FieldGrid>
      <Actions>
        <SubmitButton>Add vendor</SubmitButton>
        <LinkButton to="/vendors" variant="quiet">
          Cancel
        </LinkButton>
      </Actions>
    </Form>
  );
}
