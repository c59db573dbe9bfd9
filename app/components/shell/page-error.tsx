import { isRouteErrorResponse } from '@remix-run/react';
import { LinkButton } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Page } from './page.tsx';

const known: Record<number, { title: string; text: string }> = {
  400: { title: 'The request could not be read', text: 'Go back and try it once more.' },
  403: { title: 'You may not open this', text: 'Your role does not include it. An admin can change that.' },
  404: { title: 'This page does not exist', text: 'The address may be mistyped, or what it showed has been removed.' },
  429: { title: 'Too many requests', text: 'Wait a minute and try again.' },
  503: { title: 'Not available just now', text: 'The system is starting or under maintenance. Try again in a minute.' },
};

/** The same address answers the same until somebody changes something. */
const AGAIN_IS_VAIN = new Set([403, 404, 410]);

/** The page in place of one that failed: what a refusal says, never what went wrong inside, which the server has logged. */
export function PageError({ error }: { error: unknown }) {
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const said = isRouteErrorResponse(error) && status < 500 && typeof error.data === 'string' ? error.data : '';
  const { title, text } = known[status] ?? {
    title: status < 500 ? 'This did not work' : 'Something went wrong',
    text:
      status < 500 ? 'Go back and try it once more.' : 'Nothing was changed by this page. The error has been logged.',
  };
  return (
    <Page>
      <ErrorState
        level={1}
        title={title}
        action={
          <>
            {AGAIN_IS_VAIN.has(status) ? null : (
              <LinkButton to="." reloadDocument>
                Try again
              </LinkButton>
            )}
            <LinkButton to="/" reloadDocument variant="quiet">
              Home
            </LinkButton>
          </>
        }
      >
        {said || text}
      </ErrorState>
    </Page>
  );
}
