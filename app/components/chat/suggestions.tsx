import { Form } from '@remix-run/react';
import type { FormEvent } from 'react';
import { Button } from '../ui/button.tsx';

const ASK = [
  'Show me overdue tasks',
  'Which packages are in fabrication?',
  'How many approvals are pending and who has to decide them?',
  'What happened on P-002 since Monday?',
  'Which deliveries are expected before the end of the month?',
];

const ASK_ABOUT = [
  'Where do we stand?',
  'What happened in the last two weeks?',
  'Which tasks are open?',
  'What does the vendor say about the delivery?',
];

/** What to ask first: each is a question at a click. `about` is the package that it is about. */
export function Suggestions({ about, ask }: { about: string | null; ask: (question: string) => Promise<void> }) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (!(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    void ask(submitter.value);
  };
  const questions = about ? ASK_ABOUT.map((text) => text.replace(/\?$/, ` on ${about}?`)) : ASK;
  return (
    <Form method="post" aria-label="Suggestions" onSubmit={send} className="flex flex-wrap gap-2">
      {about ? <input type="hidden" name="package" value={about} /> : null}
      {questions.map((text) => (
        <Button
          key={text}
          type="submit"
          name="query"
          value={text}
          size="sm"
          className="h-auto! min-h-[26px] py-1 text-left leading-4! whitespace-normal!"
        >
          {text}
        </Button>
      ))}
    </Form>
  );
}
