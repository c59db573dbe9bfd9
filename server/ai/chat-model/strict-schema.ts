import { z } from 'zod';

type Json = { [key: string]: unknown };

/** What the strict mode of the providers knows; the rest is checked by the domain's own schema when a call arrives. */
const KEPT = new Set(['type', 'enum', 'const', 'description', 'items', 'anyOf', 'properties']);

function strict(node: Json): Json {
  const out: Json = Object.fromEntries(Object.entries(node).filter(([key]) => KEPT.has(key)));
  if (Array.isArray(node.anyOf)) out.anyOf = node.anyOf.map((one) => strict(one as Json));
  if (node.items) out.items = strict(node.items as Json);
  if (node.properties) {
    const required = new Set((node.required as string[] | undefined) ?? []);
    const properties = Object.entries(node.properties as Record<string, Json>).map(([key, value]) => {
      const inner = strict(value);
      return [key, required.has(key) ? inner : nullable(inner)];
    });
    Object.assign(out, {
      properties: Object.fromEntries(properties),
      required: Object.keys(node.properties),
      additionalProperties: false,
    });
  }
  return out;
}

function nullable(node: Json): Json {
  if (Array.isArray(node.anyOf)) return { ...node, anyOf: [...(node.anyOf as Json[]), { type: 'null' }] };
  return { anyOf: [node, { type: 'null' }] };
}

/**
 * A zod object as the JSON schema of a tool in strict mode: every key required, what was optional may be null, no
 * default, pattern or record (OpenAI refuses those).
 */
export function strictSchema(schema: z.ZodObject): Json {
  return strict(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', target: 'draft-7' }) as Json);
}

/** What a model sent, as the zod object takes it: null or nothing where a key may be left out or be null. */
export function fromStrict(schema: z.ZodObject, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const given = input as Json;
  const entries = Object.entries(schema.shape).flatMap(([key, type]) => {
    const value = given[key] ?? null;
    if (value !== null) return [[key, value]];
    return (type as z.ZodType).safeParse(undefined).success ? [] : [[key, null]];
  });
  const unknown = Object.entries(given).filter(([key]) => !(key in schema.shape));
  return Object.fromEntries([...entries, ...unknown]) as Json;
}
