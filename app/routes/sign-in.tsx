import { data, redirect } from '@remix-run/node';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { getDb } from '~server/db.ts';
import { env } from '~server/env.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from '~server/seed/demo-password.ts';
import { signIn } from '~server/users/sign-in.ts';
import { listActiveByEmail } from '~server/users/user.queries.ts';
import { DemoSignIns } from '../components/users/demo-sign-ins.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { Card } from '../components/ui/card.tsx';
import { Field } from '../components/ui/field.tsx';
import { Input } from '../components/ui/input.tsx';
import { SubmitButton } from '../components/ui/submit-button.tsx';
import { forgetNavFacts } from '../http/nav-counts.server.ts';
import { failureOf, internalPath, pageActor, pageFailure } from '../http/page.server.ts';
import { readForm } from '../http/read-form.server.ts';
import { signInCookie } from '../http/session.server.ts';

export const meta: MetaFunction = () => [{ title: 'Sign in · PMIS' }];

/** Where to go after, and outside production the demo's people. Signed in already: goes there at once. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const next = internalPath(new URL(request.url).searchParams.get('next'));
  if (await pageActor(request, context)) throw redirect(next);
  if (env().PMIS_ENV === 'production') return { next, demo: null };
  const people = await listActiveByEmail(
    getDb(),
    DEMO_SIGN_INS.map(({ email }) => email),
  );
  return { next, demo: people.length > 0 ? { people, password: DEMO_PASSWORD } : null };
}

/** Signs in and goes on; a refusal says the same of an unknown address and a wrong password. */
export async function action({ request, context }: ActionFunctionArgs) {
  let email = '';
  try {
    const form = await readForm(request);
    const text = (name: string) => String(form.get(name) ?? '');
    email = text('email');
    const clientAddress = context.clientAddress;
    const { userId } = await signIn(getDb(), { email, password: text('password'), clientAddress });
    forgetNavFacts(userId);
    const cookie = await signInCookie(getDb(), request, context, userId);
    return redirect(internalPath(form.get('next')), { headers: { 'Set-Cookie': cookie } });
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw pageFailure(error);
    const headers = failure.status === 429 ? { 'Retry-After': '6' } : undefined;
    return data({ message: failure.message, email: email.slice(0, 254) }, { status: failure.status, headers });
  }
}

export default function SignIn() {
  const { next, demo } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="mx-auto grid min-h-dvh max-w-[400px] content-center gap-4 px-4 py-10">
      <div>
        <h1>
          PMIS <span className="font-normal text-muted">· Sign in</span>
        </h1>
        <p className="mt-1 text-muted">Packages, decisions and the mail behind them.</p>
      </div>
      <Card padded>
        <FailureBanner failure={refused} />
        <Form method="post" className="grid gap-3">
          <input type="hidden" name="next" value={next} />
          <Field label="Email" name="email" required>
            <Input type="email" autoComplete="username" autoFocus maxLength={254} defaultValue={refused?.email} />
          </Field>
          <Field label="Password" name="password" required>
            <Input type="password" autoComplete="current-password" maxLength={200} />
          </Field>
          <div className="mt-1 grid">
            <SubmitButton>Sign in</SubmitButton>
          </div>
        </Form>
      </Card>
      {demo ? (
        <DemoSignIns people={demo.people} password={demo.password} next={next} />
      ) : (
        <p className="text-sm text-muted">No account, or no password? Ask an admin of your PMIS.</p>
      )}
    </div>
  );
}
