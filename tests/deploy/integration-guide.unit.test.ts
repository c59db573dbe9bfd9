import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from '~/http/openapi/endpoints.ts';

const guide = readFileSync(path.resolve(import.meta.dirname, '../../INTEGRATION_GUIDE.md'), 'utf8');

type Call = { text: string; method: string; path: string; query: URLSearchParams; body: string | null };

/** Each curl of the guide: its method, path, query and JSON body. */
const calls: Call[] = [...guide.matchAll(/^```bash[^\n]*\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
  block!
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.startsWith('curl '))
    .map((text) => {
      const address = /"\$PMIS(\/[^"]*)"/.exec(text)![1]!;
      const url = new URL(address.replaceAll(/\$\w+/g, '00000000-0000-4000-8000-000000000000'), 'http://pmis');
      const body = /--json '([^']*)'/.exec(text)?.[1] ?? null;
      const given = /-X ([A-Z]+)/.exec(text)?.[1];
      const posts = body !== null || /--data-binary/.test(text);
      return {
        text,
        method: (given ?? (posts ? 'POST' : 'GET')).toLowerCase(),
        path: url.pathname,
        query: url.searchParams,
        body,
      };
    }),
);

function endpointOf(call: { method: string; path: string }) {
  const fits = ENDPOINTS.filter(
    (one) => one.method === call.method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(call.path),
  );
  return fits.find((one) => one.path === call.path) ?? fits[0];
}

describe('INTEGRATION_GUIDE.md', () => {
  it('shows a call of each group of the API', () => {
    const shown = new Set(calls.map((call) => endpointOf(call)?.tag));
    expect([...new Set(ENDPOINTS.map((one) => one.tag))].filter((tag) => !shown.has(tag))).toEqual([]);
    expect(calls.length).toBeGreaterThan(40);
  });

  it.each(calls.filter((call) => !/\/(metrics|api\/openapi\.json)$/.test(call.path)))('$method $path', (call) => {
    const endpoint = endpointOf(call);
    expect(endpoint, call.text).toBeDefined();
    if (call.query.size > 0) expect(endpoint!.query!.safeParse(Object.fromEntries(call.query)).error).toBeUndefined();
    if (call.body !== null) expect(endpoint!.body!.safeParse(JSON.parse(call.body)).error).toBeUndefined();
  });

  it('names no endpoint that does not exist', () => {
    const named = [...guide.matchAll(/`(GET|POST|PATCH|DELETE) (\/[^`\s?]*)/g)];
    expect(named.length).toBeGreaterThan(5);
    for (const [text, method, address] of named)
      expect(endpointOf({ method: method!.toLowerCase(), path: address! }), text).toBeDefined();
  });
});
