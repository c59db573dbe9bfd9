import { Form } from '@remix-run/react';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Field } from '../ui/field.tsx';
import { Input } from '../ui/input.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { ConversationView } from './chat-view.ts';

interface ConversationHeadProps {
  open: ConversationView | null;
  about: { code: string; title: string } | null;
}

/** What a conversation is called and about, with the ways to rename and delete it. */
export function ConversationHead({ open, about }: ConversationHeadProps) {
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
      <div className="min-w-0 flex-1">
        <h2 className="wrap-anywhere">{open?.title ?? 'New conversation'}</h2>
        {about ? (
          <p className="text-sm text-muted">
            About <TextLink to={`/packages/${about.code}`}>{about.code}</TextLink> {about.title}
            {open ? (
              <>
                {' · '}
                <TextLink to={`/assistant?package=${about.code}&new=1`}>New about {about.code}</TextLink>
              </>
            ) : null}
          </p>
        ) : null}
      </div>
      {open ? (
        <Disclosure label="Rename or delete" className="max-w-full">
          <Form method="post" className="flex flex-wrap items-end gap-2">
            <Field label="Name" name="title" required>
              <Input defaultValue={open.title} maxLength={80} />
            </Field>
            <SubmitButton variant="default" name="intent" value="rename">
              Rename
            </SubmitButton>
          </Form>
          <Form method="post" className="mt-2">
            <Button type="submit" variant="danger" size="sm" icon="trash" name="intent" value="delete">
              Delete this conversation
            </Button>
            <p className="mt-1 max-w-[44ch] text-sm text-muted">
              Its words are gone for good. Tasks and proposals that it made stay.
            </p>
          </Form>
        </Disclosure>
      ) : null}
    </div>
  );
}
