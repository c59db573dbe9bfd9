import type { ActionFunctionArgs } from '@remix-run/node';
import { getDb } from '~server/db.ts';
import { env } from '~server/env.ts';
import { DomainError } from '~server/errors.ts';
import { countRefusals } from '~server/sources/count-refusals.ts';
import type { SourceKind } from '~server/sources/source.policy.ts';
import { LARGEST_CALL, type WebhookCall } from '~server/sources/webhooks/webhook-call.ts';
import { errorResponse, json, readBytes } from './answers.server.ts';

const ALLOW = { allow: 'POST' };

const refusals = new Map<SourceKind, ReturnType<typeof countRefusals>>();

function noteRefusal(kind: SourceKind, reason: string): void {
  const counted = refusals.get(kind) ?? countRefusals(getDb(), { name: kind, kind });
  refusals.set(kind, counted);
  counted.add(reason);
}

/**
 * A resource route that a mail provider calls: nobody is signed in, the provider's own signature says who it is. The
 * answer is 200 after the message is committed (some providers take nothing else for success). What is turned away is
 * counted on Admin → Mail sources with its reason, where the way in is configured.
 */
export function webhook(kind: SourceKind, receive: (call: WebhookCall) => Promise<object>) {
  const run = async ({ request, context }: ActionFunctionArgs): Promise<Response> => {
    try {
      if (request.method !== 'POST')
        throw new DomainError('method_not_allowed', `${request.method} is not possible here. Possible: POST.`, ALLOW);
      const received = await receive({
        db: getDb(),
        values: env(),
        headers: request.headers,
        body: () => readBytes(request, LARGEST_CALL),
        fetch,
      });
      return json(received);
    } catch (error) {
      const expected = error instanceof DomainError;
      if (expected && error.code !== 'not_found' && error.code !== 'method_not_allowed')
        noteRefusal(kind, error.message);
      const response = errorResponse(error, (context as { requestId?: string }).requestId);
      if (expected && error.code === 'method_not_allowed') response.headers.set('allow', 'POST');
      return response;
    }
  };
  return { loader: run, action: run };
}
