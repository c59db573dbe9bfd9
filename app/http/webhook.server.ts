import type { ActionFunctionArgs } from '@remix-run/node';
import { getDb } from '~server/db.ts';
import { env } from '~server/env.ts';
import { DomainError, type ErrorCode } from '~server/errors.ts';
import { countRefusals } from '~server/sources/count-refusals.ts';
import type { SourceKind } from '~server/sources/source.policy.ts';
import { LARGEST_CALL, type WebhookCall } from '~server/sources/webhooks/webhook-call.ts';
import { errorResponse, json, readBytes } from './answers.server.ts';

const ALLOW = { allow: 'POST' };
/** Bytes of calls under way in this process: a body must be read before its signature can be checked. */
const MOST_BYTES = 2 * LARGEST_CALL;
let underWay = 0;

/** Runs a call while there is room for its body, by its declared size; a provider that is refused tries again. */
async function withRoom<T>(request: Request, run: () => Promise<T>): Promise<T> {
  const declared = Number(request.headers.get('content-length') ?? NaN);
  const size = Number.isFinite(declared) ? Math.min(declared, LARGEST_CALL) : LARGEST_CALL;
  if (underWay + size > MOST_BYTES)
    throw new DomainError('unavailable', 'Too much mail at once: send it again shortly.');
  underWay += size;
  try {
    return await run();
  } finally {
    underWay -= size;
  }
}

/** What is the caller's fault, and worth a look by who set the webhook up. */
const COUNTED = new Set<ErrorCode>(['unauthenticated', 'bad_request', 'invalid', 'unsupported', 'too_large']);

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
      const call = { db: getDb(), values: env(), headers: request.headers, fetch };
      const received = await withRoom(request, () =>
        receive({ ...call, body: () => readBytes(request, LARGEST_CALL) }),
      );
      return json(received);
    } catch (error) {
      const expected = error instanceof DomainError;
      if (expected && COUNTED.has(error.code)) noteRefusal(kind, error.message);
      const response = errorResponse(error, (context as { requestId?: string }).requestId);
      if (expected && error.code === 'method_not_allowed') response.headers.set('allow', 'POST');
      return response;
    }
  };
  return { loader: run, action: run };
}
