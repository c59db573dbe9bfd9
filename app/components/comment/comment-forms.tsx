import { Form, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { CommentJson } from '~server/comments/comment.schema.ts';
import type { ActionFailure } from '../../http/page.server.ts';
import { LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { errorsOf, typedIn } from '../ui/form-state.ts';
import { Textarea } from '../ui/input.tsx';
import { Actions } from '../ui/layout.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';

/** The form under the comments; after a comment it is empty again. */
export function AddComment({ first, failure }: { first: boolean; failure: ActionFailure | null }) {
  const form = useRef<HTMLFormElement>(null);
  const { state, formData } = useNavigation();
  const sent = useRef(false);
  useEffect(() => {
    if (formData?.get('intent') === 'comment-add') sent.current = true;
    if (state !== 'idle' || !sent.current) return;
    sent.current = false;
    if (!failure) form.current?.reset();
  }, [state, formData, failure]);
  return (
    <Form ref={form} method="post" preventScrollReset className={first ? 'px-3.5 py-3' : 'border-t px-3.5 py-3'}>
      <Field
        label="Comment"
        name="text"
        hideLabel={!first}
        hint="Name a person with @ to tell them."
        error={errorsOf(failure, 'text')}
      >
        <Textarea rows={2} maxLength={10_000} defaultValue={typedIn(failure, 'text')} placeholder="Write a comment" />
      </Field>
      <Actions>
        <SubmitButton variant="default" name="intent" value="comment-add">
          Comment
        </SubmitButton>
      </Actions>
    </Form>
  );
}

/** One's own comment, open to be rewritten or deleted. */
export function EditComment({ item, failure }: { item: CommentJson; failure: ActionFailure | null }) {
  return (
    <Form method="post" preventScrollReset className="mt-1">
      <input type="hidden" name="comment" value={item.id} />
      <Field label="Your comment" name="text" hideLabel error={errorsOf(failure, 'text')}>
        <Textarea rows={2} maxLength={10_000} defaultValue={typedIn(failure, 'text', item.text)} />
      </Field>
      <Actions>
        <SubmitButton name="intent" value="comment-save">
          Save
        </SubmitButton>
        <LinkButton to="?#comments" preventScrollReset>
          Cancel
        </LinkButton>
        <SubmitButton variant="danger" name="intent" value="comment-delete" icon="trash">
          Delete
        </SubmitButton>
      </Actions>
    </Form>
  );
}
