import { Form } from '@remix-run/react';
import type { Memory } from '~server/chat/read-conversation.ts';
import { Card } from '../ui/card.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Input } from '../ui/input.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextLink } from '../ui/text-link.tsx';

interface MemoryCardProps {
  memory: Memory;
  about: { code: string } | null;
}

/** What the assistant is given beside the question: the person's notes, and decisions and comments of the package with their source. */
export function MemoryCard({ memory: { notes, decisions, comments }, about }: MemoryCardProps) {
  return (
    <Card title="What is remembered" padded>
      <p className="text-sm text-muted">
        The last messages of a conversation, and these. Only you see your notes; deleting a conversation forgets it.
      </p>
      {notes.length === 0 ? null : (
        <ul aria-label="Your notes" className="mt-2 grid gap-1">
          {notes.map(({ id, text, package: code }) => (
            <li key={id} className="flex items-start gap-2">
              <span className="min-w-0 flex-1 wrap-anywhere">
                {text}
                {code ? <span className="text-sm text-muted"> · {code}</span> : null}
              </span>
              <Form method="post">
                <input type="hidden" name="note" value={id} />
                <IconButton
                  type="submit"
                  name="intent"
                  value="forget"
                  icon="trash"
                  label={`Forget “${text.slice(0, 60)}”`}
                />
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Disclosure label="Add a note" className="mt-2">
        <Form method="post" className="grid gap-2">
          {about ? <input type="hidden" name="package" value={about.code} /> : null}
          <Field label={about ? `To remember about ${about.code}` : 'To remember'} name="text" required>
            <Input maxLength={500} />
          </Field>
          <div>
            <SubmitButton variant="default" name="intent" value="remember">
              Remember
            </SubmitButton>
          </div>
        </Form>
      </Disclosure>
      {decisions.length > 0 && about ? (
        <>
          <h3 className="mt-3 text-md font-semibold">Decisions on {about.code}</h3>
          <ul className="mt-1 grid gap-1">
            {decisions.map(({ code, sentence }) => (
              <li key={code} className="text-md wrap-anywhere">
                <TextLink to={`/approvals/${code}`}>{code}</TextLink> {sentence}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {comments.length > 0 && about ? (
        <>
          <h3 className="mt-3 text-md font-semibold">
            Comments on <TextLink to={`/packages/${about.code}`}>{about.code}</TextLink>
          </h3>
          <ul className="mt-1 grid gap-1">
            {comments.map(({ id, by, text }) => (
              <li key={id} className="text-md wrap-anywhere">
                <span className="text-muted">{by}:</span> {text}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  );
}
