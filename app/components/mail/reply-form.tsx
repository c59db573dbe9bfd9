import { Form, useLocation, useSearchParams } from '@remix-run/react';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { FileInput, Input, Textarea } from '~/components/ui/input.tsx';
import { Actions } from '~/components/ui/layout.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { useFocusFirstInvalid } from '~/components/ui/use-focus-first-invalid.ts';
import type { ActionFailure } from '~/http/page.server.ts';

export type ReplyDraft = { to: string; subject: string; from: string };

/** The way to a reply, or its form: `?do=reply` opens it, with and without script. */
export function Reply({ draft, failure }: { draft: ReplyDraft; failure: ActionFailure | null }) {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const asked = params.get('do') === 'reply';
  const kept = new URLSearchParams(params);
  if (asked) kept.delete('do');
  else kept.set('do', 'reply');
  const to = `${pathname}?${kept.toString()}`;
  if (!asked)
    return (
      <div>
        <LinkButton to={to} icon="mail" shortcut="r" preventScrollReset>
          Reply
        </LinkButton>
      </div>
    );
  return <ReplyForm draft={draft} cancelTo={to} failure={failure?.values.intent === 'reply' ? failure : null} />;
}

interface ReplyFormProps {
  draft: ReplyDraft;
  cancelTo: string;
  failure: ActionFailure | null;
}

function ReplyForm({ draft, cancelTo, failure }: ReplyFormProps) {
  const ref = useFocusFirstInvalid(failure);
  return (
    <Card title="Reply" padded>
      <Form method="post" encType="multipart/form-data" ref={ref} className="grid gap-3" preventScrollReset>
        <Field label="To" name="to" error={errorsOf(failure, 'to')} required>
          <Input defaultValue={typedIn(failure, 'to', draft.to)} maxLength={8000} autoComplete="off" />
        </Field>
        <Field label="Cc" name="cc" error={errorsOf(failure, 'cc')}>
          <Input defaultValue={typedIn(failure, 'cc')} maxLength={8000} autoComplete="off" />
        </Field>
        <Field label="Subject" name="subject" error={errorsOf(failure, 'subject')} required>
          <Input defaultValue={typedIn(failure, 'subject', draft.subject)} maxLength={500} autoComplete="off" />
        </Field>
        <Field
          label="Message"
          name="text"
          error={errorsOf(failure, 'text')}
          required
          hint={`Goes out from ${draft.from}. Answers come back to this conversation.`}
        >
          <Textarea
            rows={8}
            className="min-h-36"
            defaultValue={typedIn(failure, 'text')}
            maxLength={50_000}
            autoFocus
          />
        </Field>
        <Field
          label="Files"
          name="attachments"
          error={errorsOf(failure, 'attachments')}
          hint={failure ? 'Choose the files again: a form cannot keep them.' : 'At most 20, 15 MB together.'}
        >
          <FileInput multiple />
        </Field>
        <Actions>
          <SubmitButton name="intent" value="reply">
            Send
          </SubmitButton>
          <LinkButton to={cancelTo} preventScrollReset>
            Cancel
          </LinkButton>
        </Actions>
      </Form>
    </Card>
  );
}
