import { Form } from '@remix-run/react';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { Input, Textarea } from '~/components/ui/input.tsx';
import { Actions, Stack } from '~/components/ui/layout.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '~/components/ui/use-focus-first-invalid.ts';
import type { ActionFailure } from '~/http/page.server.ts';
import type { VendorJson } from '~server/vendors/vendor.schema.ts';

/** Proposes all the mail domains that a vendor shall have; somebody else decides. */
export function DomainsForm({ vendor, failure }: { vendor: VendorJson; failure: ActionFailure | null }) {
  const ref = useFocusFirstInvalid(failure);
  return (
    <Form method="post" ref={ref}>
      <input type="hidden" name="version" value={vendor.version} />
      <FailureBanner failure={failure} />
      <Stack>
        <Field
          label="Mail domains"
          name="domains"
          error={errorsOf(failure, 'domains')}
          hint="All of them, one a line. Mail from these is taken as the vendor’s, so another person decides."
        >
          <Textarea
            rows={3}
            spellCheck={false}
            className="font-mono"
            autoFocus
            defaultValue={typedIn(failure, 'domains', vendor.domains.join('\n'))}
          />
        </Field>
        <Field label="Reason" name="reason" error={errorsOf(failure, 'reason')} hint="How you know that it is theirs">
          <Input maxLength={4000} autoComplete="off" defaultValue={typedIn(failure, 'reason')} />
        </Field>
      </Stack>
      <Actions>
        <SubmitButton>Propose</SubmitButton>
        <LinkButton to={`/vendors/${vendor.id}`} variant="quiet">
          Cancel
        </LinkButton>
      </Actions>
    </Form>
  );
}
