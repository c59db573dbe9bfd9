import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Endpoint } from '../../../app/http/openapi/endpoint.ts';

type Door = (args: { request: Request; params: Record<string, string>; context: object }) => Promise<Response>;
type Found = { route: { loader: Door; action?: Door }; names: string[] };

const ROUTES = path.resolve(import.meta.dirname, '../../../app/routes');

const shapeOfPath = (template: string) => template.replace(/\{\w+\}/g, '{}');
const partsOfFile = (file: string) => file.replace(/\.tsx?$/, '').split('.');
const shapeOfFile = (file: string) =>
  `/${partsOfFile(file)
    .map((part) => (part.startsWith('$') ? '{}' : part))
    .join('/')}`;

const files = new Map(readdirSync(ROUTES).map((file) => [shapeOfFile(file), file]));

/** The route module behind an endpoint's path and the names of its parameters in order. */
async function findRoute(template: string): Promise<Found> {
  const file = files.get(shapeOfPath(template));
  if (!file) throw new Error(`No route file answers ${template}.`);
  const names = partsOfFile(file).flatMap((part) => (part.startsWith('$') ? [part.slice(1)] : []));
  const route = (await import(pathToFileURL(path.join(ROUTES, file)).href)) as Found['route'];
  return { route, names };
}

export type Sent = {
  method?: string;
  /** Values of the path's parameters, in order. */
  params?: string[];
  query?: string;
  /** Text and bytes go out as they are, anything else as JSON. */
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
};

export type Got = {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON of the answer; null for an answer of another type. */
  body:
    | ({
        error?: { code: string; message: string; details?: { fields?: { field: string; message: string }[] } };
      } & Record<string, unknown>)
    | null;
};

/** Calls the route behind an endpoint as the HTTP server would, without the server. */
export async function callEndpoint(endpoint: Pick<Endpoint, 'method' | 'path'>, sent: Sent = {}): Promise<Got> {
  const { route, names } = await findRoute(endpoint.path);
  const method = (sent.method ?? endpoint.method).toUpperCase();
  const headers = new Headers(sent.headers);
  if (sent.token) headers.set('authorization', `Bearer ${sent.token}`);
  if (sent.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const asIs = sent.body === undefined || typeof sent.body === 'string' || sent.body instanceof Uint8Array;
  const body = (asIs ? sent.body : JSON.stringify(sent.body)) as BodyInit | undefined;
  const request = new Request(`http://pmis.test/api${sent.query ? `?${sent.query}` : ''}`, { method, headers, body });
  const params = Object.fromEntries(names.map((name, i) => [name, sent.params?.[i] ?? '']));
  const reads = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const door = reads ? route.loader : route.action;
  if (!door) throw new Error(`${endpoint.path} has no action.`);
  const response = await door({
    request,
    params,
    context: { cspNonce: '', requestId: 'test-request', clientAddress: '127.0.0.1' },
  });
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').startsWith('application/json') && text !== '';
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : null };
}

/** What went wrong by the fields named, for an assertion's message. */
export const fieldsOf = (got: Got): string[] => (got.body?.error?.details?.fields ?? []).map((one) => one.field);
