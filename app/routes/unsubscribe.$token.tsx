import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { getDb } from '~server/db.ts';
import { setDigest } from '~server/notifications/set-digest.ts';
import { readUnsubscribeToken } from '~server/outgoing/unsubscribe.ts';

export const meta: MetaFunction = () => [{ title: 'Daily digest · PMIS' }];

/** Shows only that the link is good: it says nothing about the person. */
export function loader({ params }: LoaderFunctionArgs) {
  const valid = readUnsubscribeToken(params.token ?? '') !== null;
  return data({ valid }, { status: valid ? 200 : 404 });
}

/** Ends the digests, for the page's button and for mail programs that post by themselves (RFC 8058). */
export async function action({ params }: ActionFunctionArgs) {
  const userId = readUnsubscribeToken(params.token ?? '');
  const done = userId !== null && (await setDigest(getDb(), userId, false));
  return data({ done }, { status: done ? 200 : 404 });
}

/** Ends the daily digest without signing in; whoever holds the link of a digest mail may. */
export default function Unsubscribe() {
  const { valid } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>()?.done;
  return (
    <div className="mx-auto grid max-w-md content-start gap-3 px-4 py-16">
      <h1>Daily digest</h1>
      {!valid ? <p>This link is not complete. Turn the digest off on your account page instead.</p> : null}
      {valid && done ? (
        <p role="status">You get no more daily digests. Your account page turns them on again.</p>
      ) : null}
      {valid && !done ? (
        <Form method="post" className="grid justify-items-start gap-3">
          <p>Stop the daily mail about your tasks and approvals? Other mail goes on.</p>
          <SubmitButton>Stop the digest</SubmitButton>
        </Form>
      ) : null}
    </div>
  );
}
