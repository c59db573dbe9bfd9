import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

const REFUSALS: Record<number, string> = {
  400: 'The body is not JSON in UTF-8.',
  401: 'Sign in, or send `Authorization: Bearer pmis_…`.',
  403: 'The role, the token’s scopes or the policy do not allow it.',
  404: 'There is no such row.',
  409: 'A conflict: a stale version, a step that is not allowed, decided already. `details` says with what.',
  413: 'The body is too large.',
  415: 'The media type is not one that is read here.',
  422: 'Fields are wrong; `details.fields` names each and says what to do.',
  429: 'Too many requests; `Retry-After` says when to come back.',
};

type Json = Record<string, unknown>;

type Components = Map<string, Json>;

/** A schema as JSON Schema; those with an id stand once, under components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): Json {
  const id = z.globalRegistry.get(schema)?.id;
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _schema, $defs = {}, ...json } = JSON.parse(text) as Json & { $defs?: Record<string, Json> };
  for (const [name, definition] of Object.entries($defs)) components.set(name, definition);
  if (!id) return json;
  components.set(id, json);
  return { $ref: `#/components/schemas/${id}` };
}

function queryParameters(query: z.ZodType, components: Components): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input', components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function refusalsOf(endpoint: Endpoint): number[] {
  const codes = new Set<number>(endpoint.refusals ?? []);
  if (endpoint.scope !== null) for (const code of [401, 403, 429]) codes.add(code);
  if (endpoint.query) codes.add(422);
  if (endpoint.body) for (const code of [400, 413, 415, 422]) codes.add(code);
  return [...codes].sort((a, b) => a - b);
}

function operation(endpoint: Endpoint, components: Components): Json {
  const write = endpoint.method !== 'get';
  const parameters = [
    ...pathParameters(endpoint.path),
    ...(endpoint.query ? queryParameters(endpoint.query, components) : []),
  ];
  if (write)
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: 'The same key and request again give the first answer again, for 24 hours.',
      schema: { type: 'string', maxLength: 255 },
    });
  const responses: Record<string, Json> = {};
  for (const [status, { about, schema, type }] of Object.entries(endpoint.answers))
    responses[status] = {
      description: about,
      ...(schema || type
        ? {
            content: { [type ?? 'application/json']: schema ? { schema: schemaOf(schema, 'output', components) } : {} },
          }
        : {}),
    };
  for (const code of refusalsOf(endpoint))
    responses[code] ??= {
      description: REFUSALS[code] ?? '',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    };
  const extraBodies = Object.fromEntries(
    (endpoint.bodyTypes ?? []).map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
  );
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    operationId: `${endpoint.method}${endpoint.path.replace(/[^a-zA-Z]+(\w)/g, (_, c: string) => c.toUpperCase()).replace(/\W/g, '')}`,
    security: endpoint.scope === null ? [] : [{ token: [] }, { session: [] }],
    ...(endpoint.scope ? { 'x-scope': endpoint.scope } : {}),
    parameters,
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input', components) }, ...extraBodies },
          },
        }
      : {}),
    responses,
  };
}

/** The OpenAPI 3.1 document of these endpoints. */
export function buildDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  const components: Components = new Map();
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {};
    paths[endpoint.path]![endpoint.method] = operation(endpoint, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'PMIS',
      version,
      description:
        'Packages, approvals, tasks and mail of procurement projects. A change to a package is a proposal until another person decides it. Lists answer `{items, nextCursor}`; errors `{error: {code, message, details?}}`.',
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, `pmis_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'pmis_session' },
      },
      schemas: {
        ...Object.fromEntries(components),
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'message'],
              properties: { code: { type: 'string' }, message: { type: 'string' }, details: { type: 'object' } },
            },
          },
        },
      },
    },
    paths,
  };
}
