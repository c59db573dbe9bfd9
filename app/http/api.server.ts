import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { UserActor } from '~server/actor.ts';
import { getDb, type Db } from '~server/db.ts';
import { env } from '~server/env.ts';
import { DomainError } from '~server/errors.ts';
import { noteWrite } from '~server/replica/recent-writes.ts';
import { errorResponse } from './answers.server.ts';
import { apiActor } from './session.server.ts';
import { withIdempotency } from './idempotency.server.ts';

export type ApiContext = {
  request: Request;
  url: URL;
  params: Record<string, string | undefined>;
  db: Db;
  actor: UserActor;
  clientAddress: string;
};

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
type Handlers = Partial<Record<Method, (context: ApiContext) => Promise<Response>>>;

function corsHeaders(request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  if (!origin || !env().CORS_ORIGINS.includes(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    vary: 'origin',
    'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    'access-control-max-age': '600',
  };
}

/**
 * A resource route: one handler a method. Gives each the signed-in actor (401 otherwise), the rate limit,
 * idempotency keys on writes, CORS, and the one mapping of errors to HTTP. Both exports of a route come from here:
 * `const route = api({...}); export const loader = route.loader; export const action = route.action;`
 */
export function api(handlers: Handlers) {
  const run = async ({ request, params, context }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> => {
    const cors = corsHeaders(request);
    const requestId = (context as { requestId?: string }).requestId;
    let response: Response;
    try {
      if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: cors });
      const handler = handlers[(request.method === 'HEAD' ? 'GET' : request.method) as Method];
      if (!handler) {
        const allow = Object.keys(handlers).join(', ');
        throw new DomainError('method_not_allowed', `${request.method} is not possible here. Possible: ${allow}.`, {
          allow,
        });
      }
      const clientAddress = context.clientAddress;
      const db = getDb();
      const actor = await apiActor(db, request, clientAddress);
      const call: ApiContext = { request, url: new URL(request.url), params, db, actor, clientAddress };
      response =
        request.method === 'GET' || request.method === 'HEAD'
          ? await handler(call)
          : await withIdempotency(call, handler);
      if (request.method !== 'GET') await noteWrite(actor.userId);
    } catch (error) {
      response = errorResponse(error, requestId);
      if (error instanceof DomainError && error.code === 'method_not_allowed')
        response.headers.set('allow', String(error.details?.allow));
      if (error instanceof DomainError && error.code === 'unauthenticated')
        response.headers.set('www-authenticate', 'Bearer realm="pmis"');
      if (error instanceof DomainError && error.code === 'rate_limited')
        response.headers.set('retry-after', String(error.details?.retryAfter ?? 1));
    }
    for (const [name, value] of Object.entries(cors)) response.headers.set(name, value);
    return response;
  };
  return { loader: run, action: run };
}

/** The action of a route that can only be read: 405 with Allow. */
export function readOnly(): Response {
  const refusal = errorResponse(new DomainError('method_not_allowed', 'This can be read only: GET.'));
  refusal.headers.set('allow', 'GET');
  return refusal;
}
