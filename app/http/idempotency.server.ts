import { createHash } from 'node:crypto';
import { DomainError } from '~server/errors.ts';
import { claimKey, deleteKey, type KnownCall, setAnswer } from '~server/idempotency/idempotency.queries.ts';
import { logger } from '~server/logger.ts';
import type { ApiContext } from './api.server.ts';
import { errorResponse, json, readBytes } from './answers.server.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;
const BODY_LIMIT = 32 * 1024 * 1024;
/** Longer than a request may take (server/index.ts): a call without an answer by then has none any more. */
const UNDER_WAY_S = 180;

/**
 * A write at most once per `Idempotency-Key` and owner, for 24 h. The same request again gets the stored answer with
 * `idempotent-replayed: true`; another request under the key is a 422; while the first is under way a 409 with
 * retry-after.
 *
 * The key is claimed before the handler's transaction and the answer stored after it: three commits, the handler's own
 * stays whole. A failure of ours (5xx) frees the key, because the handler's transaction rolled back. A process that
 * dies between the commit and the answer leaves a claimed key: its outcome is unknown, so that the handler is never run
 * a second time under it; the caller is told to look.
 */
export async function withIdempotency(
  call: ApiContext,
  handler: (call: ApiContext) => Promise<Response>,
): Promise<Response> {
  const key = call.request.headers.get('idempotency-key');
  if (key === null) return handler(call);
  if (!KEY.test(key))
    throw new DomainError('bad_request', 'Idempotency-Key is 1 to 255 printable ASCII characters without spaces.');
  const { db } = call;
  const owner = call.actor.userId;
  const bytes = await readBytes(call.request, BODY_LIMIT);
  const requestHash = createHash('sha256')
    .update(`${call.request.method} ${call.url.pathname}${call.url.search}\n`)
    .update(bytes)
    .digest('hex');
  const known = await claimKey(db, owner, key, requestHash);
  if (known) return replay(known, requestHash);

  let response: Response;
  let failure: unknown = null;
  try {
    response = await handler({ ...call, request: withBody(call.request, bytes) });
  } catch (error) {
    failure = error;
    response = errorResponse(error);
  }
  try {
    if (response.status >= 500 || response.status === 429) await deleteKey(db, owner, key);
    else await setAnswer(db, owner, key, response.status, await response.clone().text());
  } catch (error) {
    // The write itself is done and is answered; the key stays claimed and never runs it again.
    logger.error({ err: error }, 'idempotent answer not stored');
  }
  if (failure !== null) throw failure;
  return response;
}

function replay(known: KnownCall, requestHash: string): Response {
  if (known.requestHash !== requestHash)
    throw new DomainError(
      'invalid',
      'This Idempotency-Key was used for another request. Use a new key for each new write.',
    );
  if (known.status !== null) {
    const headers = { 'idempotent-replayed': 'true' };
    return known.status === 204
      ? new Response(null, { status: 204, headers })
      : json(known.body ?? '', known.status, headers);
  }
  const conflict =
    known.ageSeconds < UNDER_WAY_S
      ? new DomainError(
          'conflict',
          'The first call with this Idempotency-Key is still under way. Ask again in a second.',
        )
      : new DomainError(
          'conflict',
          'The first call with this Idempotency-Key ended without an answer. Look whether it took effect; if not, use a new key.',
        );
  const response = errorResponse(conflict);
  if (known.ageSeconds < UNDER_WAY_S) response.headers.set('retry-after', '1');
  return response;
}

/** The same request with a body that can be read again. */
function withBody(request: Request, bytes: Uint8Array): Request {
  const { method, headers, url, signal } = request;
  return new Request(url, { method, headers, signal, body: bytes.byteLength > 0 ? Buffer.from(bytes) : null });
}
