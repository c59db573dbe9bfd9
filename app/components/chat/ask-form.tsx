import { Form } from '@remix-run/react';
import type { FormEvent } from 'react';
import { FailureBanner } from '../ui/failure-banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { ActionFailure } from '../../http/page.server.ts';
import { Textarea } from '../ui/input.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import type { Asking } from './use-ask.ts';

interface AskFormProps {
  failure: ActionFailure | null;
  draft: string;
  /** Code of the package that a new conversation is about. */
  about: string | null;
  asking: Asking | null;
  ask: (question: string) => Promise<void>;
  stop: () => void;
}

/**
 * The question's form; Enter sends, Shift and Enter begins a line. With script the answer is streamed and can be
 * stopped; without it is a plain form.
 */
export function AskForm({ failure, draft, about, asking, ask, stop }: AskFormProps) {
  const running = asking?.state === 'asking';
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const question = String(new FormData(event.currentTarget).get('query') ?? '').trim();
    if (question === '' || running) return;
    event.currentTarget.reset();
    void ask(question);
  };
  const wrong = asking?.error ?? failure?.fields[0]?.message ?? failure?.message;
  return (
    <Form method="post" onSubmit={send} className="grid gap-2">
      <FailureBanner failure={wrong ? { message: wrong } : null} />
      {about ? <input type="hidden" name="package" value={about} /> : null}
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
        {running ? (
          <Button variant="primary" onClick={stop} icon="close">
            Stop
          </Button>
        ) : (
          <SubmitButton>Ask</SubmitButton>
        )}
        <span className="text-sm text-muted">It proposes; another person decides.</span>
      </div>
    </Form>
  );
}
