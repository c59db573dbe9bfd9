import { buildInfo } from '~server/build-info.ts';
import { buildDocument } from './build-document.ts';
import { ENDPOINTS } from './endpoints.ts';

type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
};

/** A schema in a few words: `text`, `date`, `one of low, medium, high`, `list of …`. */
function inWords(schema: Schema | undefined): string {
  if (!schema) return 'anything';
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.anyOf) return [...new Set(schema.anyOf.map(inWords))].join(' or ');
  if (schema.type === 'array') return `list of ${inWords(schema.items)}`;
  if (schema.type === 'object') return schema.properties ? `{${Object.keys(schema.properties).join(', ')}}` : 'object';
  if (schema.type === 'string') return schema.format ?? 'text';
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything');
}

function fieldsOf(schema: Schema | undefined): { name: string; type: string; required: boolean }[] {
  return Object.entries(schema?.properties ?? {})
    .filter(([, field]) => !('not' in field))
    .map(([name, field]) => ({ name, type: inWords(field), required: schema?.required?.includes(name) ?? false }));
}

type Operation = {
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string }>;
};

/** Every endpoint by tag, in the words of /api/docs. */
export function describeEndpoints() {
  const document = buildDocument(ENDPOINTS, buildInfo.version) as { paths: Record<string, Record<string, Operation>> };
  const operations = ENDPOINTS.map((endpoint) => {
    const operation = document.paths[endpoint.path]![endpoint.method]!;
    return {
      tag: endpoint.tag,
      method: endpoint.method,
      path: endpoint.path,
      summary: endpoint.summary,
      description: endpoint.description ?? null,
      scope: endpoint.scope,
      bodyTypes: endpoint.bodyTypes ?? [],
      query: operation.parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema, required }) => ({ name, type: inWords(schema), required })),
      body: fieldsOf(operation.requestBody?.content['application/json']?.schema),
      answers: Object.entries(operation.responses).map(([status, { description }]) => ({ status, about: description })),
    };
  });
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  return tags.map((tag) => ({ tag, operations: operations.filter((operation) => operation.tag === tag) }));
}
