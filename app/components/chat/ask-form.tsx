import { Form, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Banner } from '../ui/banner.tsx';
import { Field } from '../ui/field.tsx';
import type { ActionFailure } from '../../http/page.server.ts';
import { Textarea } from '../ui/input.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';

/** The question's form; Enter sends, Shift and Enter begins a line. Without script it is a plain form. */
export function AskForm({ failure, draft }: { failure: ActionFailure | null; draft: string }) {
  const form = useRef<HTMLFormElement>(null);
  const busy = useNavigation().state === 'submitting';
  useEffect(() => {
    if (!busy && !failure) form.current?.reset();
  }, [busy, failure]);
  return (
    <Form method="post" ref={form} className="grid gap-2">
      {failure ? (
        <Banner tone="bad" role="alert">
          {failure.fields[0]?.message ?? failure.message}
        </Banner>
      ) : null}
      <Field label="Ask the assistant" name="query" required>
        <Textarea
          rows={2}
          maxLength={4000}
          defaultValue={draft}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton>Ask</SubmitButton>
        <span className="text-sm text-muted">It proposes; another person decides.</span>
      </div>
    </Form>
  );
}
