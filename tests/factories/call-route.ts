import type { ActionFunctionArgs } from '@remix-run/node';

/** A route module's two doors, as `api()` makes them. */
type Route = { loader: Door; action: Door };
type Door = (args: ActionFunctionArgs) => Promise<Response>;

export type Call = {
  method?: string;
  path?: string;
  params?: Record<string, string>;
  token?: string;
  cookie?: string;
  body?: unknown;
  headers?: Record<string, string>;
  clientAddress?: string;
};

/** What came back: the status, the headers, and the JSON (or text) of the body. */
export type Answer = { status: number; headers: Headers; body: Record<string, never> & { error?: { code: string } } };

/** Calls a resource route as the HTTP server would, without the server. A string body goes out as it is. */
export async function callRoute(route: Route, call: Call): Promise<Answer> {
  const { method = 'GET', path = '/api', params = {}, token, cookie, body, clientAddress = '127.0.0.1' } = call;
  const headers = new Headers(call.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (cookie) headers.set('cookie', cookie);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const request = new Request(`http://pmis.test${path}`, { method, headers, body: text });
  const context = { cspNonce: '', requestId: 'test-request', clientAddress, secure: false };
  const door = method === 'GET' || method === 'HEAD' ? route.loader : route.action;
  const response = await door({ request, params, context });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer ? JSON.parse(answer) : {} };
}
