import { Form } from '@remix-run/react';
import { Button } from '../ui/button.tsx';

const ASK = [
  'Show me overdue tasks',
  'Which packages are in fabrication?',
  'How many approvals are pending and who has to decide them?',
  'What happened on P-002 since Monday?',
  'Which deliveries are expected before the end of the month?',
];

/** What to ask first: each is a question at a click. */
export function Suggestions() {
  return (
    <Form method="post" aria-label="Suggestions" className="flex flex-wrap gap-2">
      {ASK.map((text) => (
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
