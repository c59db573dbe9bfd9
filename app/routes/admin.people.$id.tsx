import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { listTokens } from '~server/tokens/list-tokens.ts';
import { revokeToken } from '~server/tokens/revoke-token.ts';
import { readUser } from '~server/users/read-users.ts';
import { requireCan } from '~server/users/require-can.ts';
import { resetPassword } from '~server/users/reset-password.ts';
import { timeZones } from '~server/users/time-zones.ts';
import { updateUser } from '~server/users/update-user.ts';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { TokenTable } from '../components/tokens/token-table.tsx';
import { Banner } from '../components/ui/banner.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { failureIn } from '../components/ui/form-state.ts';
import { Columns } from '../components/ui/layout.tsx';
import { StatusDot } from '../components/ui/status-dot.tsx';
import { SubmitButton } from '../components/ui/submit-button.tsx';
import { OneTimeSecret } from '../components/users/one-time-secret.tsx';
import { PersonForm } from '../components/users/person-form.tsx';
import { type FormValues, pageAction, pageLoader, redirectWithToast } from '../http/page.server.ts';
import { plainAmount } from '~server/money/money.policy.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.person.name ?? 'Person'} · PMIS` }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params }) => {
    requireCan(actor, 'user.manage');
    const person = await readUser(db, actor, params.id ?? '');
    const { items: tokens } = await listTokens(db, actor, { user: person.id, limit: 50 });
    const own = person.id === actor.userId;
    return { person, tokens, own, timeZones: timeZones(person.timeZone), now: new Date().toISOString() };
  });
}

function limitOf({ limitKind, limitAmount, limitCurrency }: FormValues): unknown {
  if (limitKind === 'default') return null;
  if (limitKind !== 'amount') return limitKind;
  return { amount: plainAmount(String(limitAmount ?? '')), currency: String(limitCurrency).trim().toUpperCase() };
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, params }, values) => {
    const id = params.id ?? '';
    const path = `/admin/people/${id}`;
    const expectedVersion = Number(values.version);
    switch (values.intent) {
      case 'reset': {
        const { password } = await resetPassword(db, actor, id);
        return { ok: true as const, password };
      }
      case 'enable':
      case 'disable': {
        const active = values.intent === 'enable';
        const { name } = await updateUser(db, actor, id, { active, expectedVersion });
        return redirectWithToast(path, { tone: 'ok', text: `${name} is ${active ? 'enabled' : 'disabled'}.` });
      }
      case 'revoke':
        await revokeToken(db, actor, String(values.tokenId));
        return redirectWithToast(path, { tone: 'ok', text: 'The token is revoked.' });
      default: {
        const { name, title, timeZone, role, limitKind } = values;
        const given = { ...(role ? { role } : {}), ...(limitKind ? { decisionLimit: limitOf(values) } : {}) };
        await updateUser(db, actor, id, { name, title, timeZone, ...given, expectedVersion });
        return redirectWithToast(path, { tone: 'ok', text: `${String(name)} is saved.` });
      }
    }
  });
}

export default function Person() {
  const { person, tokens, own, timeZones: zones, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failure = failureIn(answer);
  const password = answer && 'password' in answer ? answer.password : null;
  return (
    <Page>
      <PageHeader
        title={person.name}
        breadcrumbs={[
          { label: 'Admin', to: '/admin' },
          { label: 'People', to: '/admin/people' },
        ]}
        status={
          person.active ? <StatusDot tone="ok">Active</StatusDot> : <StatusDot tone="neutral">Disabled</StatusDot>
        }
        description={person.email}
      />
      <FailureBanner failure={failure} />
      {password ? <OneTimeSecret title={`The new password of ${person.name}`} secret={password} /> : null}
      <Columns
        side={
          <Card title="Access" padded>
            <Form method="post" className="grid justify-items-start gap-3">
              <input type="hidden" name="version" value={person.version} />
              {person.active ? (
                <>
                  <p className="text-muted">A new password ends all their sign-ins. The audit trail names you.</p>
                  <SubmitButton name="intent" value="reset" variant="default" icon="lock">
                    Reset password
                  </SubmitButton>
                  <p className="text-muted">Disabling ends sign-ins at once and tokens within 5 seconds.</p>
                  <SubmitButton name="intent" value="disable" variant="danger">
                    Disable
                  </SubmitButton>
                </>
              ) : (
                <SubmitButton name="intent" value="enable">
                  Enable
                </SubmitButton>
              )}
            </Form>
          </Card>
        }
      >
        <Card title="Person" padded>
          {own ? <Banner>Your role and decision limit are set by another admin.</Banner> : null}
          <PersonForm person={person} own={own} timeZones={zones} failure={failure} key={person.version} />
        </Card>
        <Card title="API tokens" count={tokens.length || null}>
          {tokens.length > 0 ? (
            <TokenTable tokens={tokens} now={now} />
          ) : (
            <EmptyState title="No tokens">They have made none.</EmptyState>
          )}
        </Card>
      </Columns>
    </Page>
  );
}
