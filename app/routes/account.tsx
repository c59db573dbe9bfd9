import { redirect } from '@remix-run/node';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { PREFERENCES } from '~server/notifications/notification.schema.ts';
import { changePreferences, readPreferences } from '~server/notifications/set-preferences.ts';
import { createToken } from '~server/tokens/create-token.ts';
import { listTokens } from '~server/tokens/list-tokens.ts';
import { revokeToken } from '~server/tokens/revoke-token.ts';
import { changePassword } from '~server/users/change-password.ts';
import { readUser } from '~server/users/read-users.ts';
import { signOutEverywhere } from '~server/users/sign-out-everywhere.ts';
import { timeZones } from '~server/users/time-zones.ts';
import { updateUser } from '~server/users/update-user.ts';
import { PreferencesForm } from '../components/notification/preferences-form.tsx';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { TokenForm } from '../components/tokens/token-form.tsx';
import { TokenTable } from '../components/tokens/token-table.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { failureIn } from '../components/ui/form-state.ts';
import { Columns } from '../components/ui/layout.tsx';
import { Pagination } from '../components/ui/pagination.tsx';
import { OneTimeSecret } from '../components/users/one-time-secret.tsx';
import { PasswordForm } from '../components/users/password-form.tsx';
import { ProfileForm } from '../components/users/profile-form.tsx';
import { SignOutEverywhereForm } from '../components/users/sign-out-everywhere-form.tsx';
import { pageAction, pageLoader, redirectWithToast } from '../http/page.server.ts';
import { signInCookie, signOutCookie } from '../http/session.server.ts';

export const meta: MetaFunction = () => [{ title: 'Account · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    const cursor = url.searchParams.get('cursor') ?? undefined;
    const [user, tokens, preferences] = await Promise.all([
      readUser(db, actor, 'me'),
      listTokens(db, actor, { limit: 20, ...(cursor ? { cursor } : {}) }),
      readPreferences(db, actor),
    ]);
    return { user, tokens, preferences, timeZones: timeZones(user.timeZone), now: new Date().toISOString() };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, request, context, clientAddress }, values) => {
    const { intent, tokenId, ...fields } = values;
    switch (intent) {
      case 'create-token': {
        const { expiresInDays, scopes = [], name } = fields;
        const days = expiresInDays ? Number(expiresInDays) : null;
        const { token } = await createToken(db, actor, { name, scopes: [scopes].flat(), expiresInDays: days });
        return { ok: true as const, token };
      }
      case 'revoke':
        await revokeToken(db, actor, String(tokenId));
        return redirectWithToast('/account', { tone: 'ok', text: 'The token is revoked.' });
      case 'notifications': {
        const ticked = PREFERENCES.map((name) => [name, fields[name] === 'on']);
        await changePreferences(db, actor, Object.fromEntries(ticked));
        return redirectWithToast('/account', { tone: 'ok', text: 'Saved: what you are told by mail.' });
      }
      case 'password': {
        const { currentPassword, newPassword } = fields;
        await changePassword(db, actor, clientAddress, { currentPassword, newPassword });
        const headers = new Headers({ 'Set-Cookie': await signInCookie(db, request, context, actor.userId) });
        const text = 'Your password is changed. All other sign-ins have ended.';
        return redirectWithToast('/account', { tone: 'ok', text }, headers);
      }
      case 'sign-out-everywhere':
        await signOutEverywhere(db, actor);
        return redirect('/sign-in', { headers: { 'Set-Cookie': await signOutCookie(db, request, context) } });
      default: {
        const { name, timeZone, version } = fields;
        await updateUser(db, actor, 'me', { name, timeZone, expectedVersion: Number(version) });
        return redirectWithToast('/account', { tone: 'ok', text: 'Your profile is saved.' });
      }
    }
  });
}

export default function Account() {
  const { user, tokens, preferences, timeZones: zones, now } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failure = failureIn(answer);
  const failed = (intent: string) => (failure?.values.intent === intent ? failure : null);
  const created = answer && 'token' in answer ? answer.token : null;
  return (
    <Page>
      <PageHeader title="Account" description={`${user.email} · ${user.role}${user.title ? ` · ${user.title}` : ''}`} />
      <FailureBanner failure={failure} />
      <Columns
        side={
          <>
            <Card title="Notifications" padded id="notifications">
              <PreferencesForm preferences={preferences} />
            </Card>
            <Card title="Password" padded>
              <PasswordForm failure={failed('password')} email={user.email} />
            </Card>
            <Card title="Sign-ins" padded>
              <SignOutEverywhereForm />
            </Card>
          </>
        }
      >
        <Card title="Profile" padded>
          <ProfileForm user={user} timeZones={zones} failure={failed('profile')} />
        </Card>
        <Card title="API tokens">
          <div className="border-b px-3.5 py-3">
            {created ? <OneTimeSecret title="Your new token" secret={created} /> : null}
            <TokenForm failure={failed('create-token')} key={created} />
          </div>
          {tokens.items.length > 0 ? (
            <TokenTable tokens={tokens.items} now={now} />
          ) : (
            <EmptyState title="No tokens yet">A token lets a script or another system act as you.</EmptyState>
          )}
          <Pagination nextCursor={tokens.nextCursor} shown={tokens.items.length} />
        </Card>
      </Columns>
    </Page>
  );
}
