import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildDocument } from '../../app/http/openapi/build-document.ts';
import { ENDPOINTS } from '../../app/http/openapi/endpoints.ts';

const routes = path.resolve(import.meta.dirname, '../../app/routes');

/** `api.packages.$id.ts` and `/api/packages/{idOrCode}` both as `/api/packages/{}`. */
const shapeOf = (template: string) => template.replace(/\{\w+\}/g, '{}');
const shapeOfFile = (file: string) =>
  `/${file
    .replace(/\.tsx?$/, '')
    .split('.')
    .map((part) => (part.startsWith('$') ? '{}' : part))
    .join('/')}`;

const NOT_ENDPOINTS = ['api.$.ts', 'api.openapi[.]json.ts', 'api.docs.tsx'];

describe('the API description', () => {
  const document = buildDocument(ENDPOINTS, '1.2.3') as {
    paths: Record<string, Record<string, { responses: object; operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  };

  it('names every resource route, and nothing that is not there', () => {
    const files = readdirSync(routes).filter((file) => file.startsWith('api.') && !NOT_ENDPOINTS.includes(file));
    const described = new Set(ENDPOINTS.filter((one) => one.path.startsWith('/api/')).map((one) => shapeOf(one.path)));
    expect([...described].sort()).toEqual(files.map(shapeOfFile).sort());
  });

  it('gives each operation an id of its own and refers only to what stands in it', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    const text = JSON.stringify(document);
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(text).not.toContain('#/$defs/');
  });

  it('says 401 wherever somebody must sign in', () => {
    for (const { path: at, method, scope } of ENDPOINTS)
      expect('401' in document.paths[at]![method]!.responses, `${method} ${at}`).toBe(scope !== null);
  });
});
