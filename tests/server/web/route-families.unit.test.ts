import { expect, it } from 'vitest';
import { routeNames } from '../../../server/metrics/route-names.ts';
import { routeFamilies } from '../../../server/web/route-families.ts';

const module = { default: () => null };
const routes = {
  root: { id: 'root', path: '' },
  home: { id: 'home', parentId: 'root' },
  rest: { id: 'rest', parentId: 'root', path: '*' },
  unknown: { id: 'unknown', parentId: 'root', path: 'api/*' },
  mail: { id: 'mail', parentId: 'root', path: 'mail' },
  inbox: { id: 'inbox', parentId: 'mail' },
  message: { id: 'message', parentId: 'mail', path: ':id', module },
  raw: { id: 'raw', parentId: 'root', path: 'mail/:id/raw' },
  one: { id: 'one', parentId: 'root', path: 'api/packages/:id' },
  assistant: { id: 'assistant', parentId: 'root', path: 'assistant/:id?' },
};
const families = routeFamilies(routes, routeNames(routes));
const of = (pattern: string) => [...(families.get(pattern) ?? [])].sort();

it.each([
  ['/', ['home', 'rest', 'root', 'unknown']],
  ['/mail', ['inbox', 'mail', 'rest', 'root', 'unknown']],
  ['/mail/:id/raw', ['raw', 'rest', 'root', 'unknown']],
  ['/api/packages/:id', ['one', 'rest', 'root', 'unknown']],
])('%s is answered by its own routes and those of what is not found', (pattern, ids) => {
  expect(of(pattern)).toEqual(ids);
});

it('a page brings the pages of the paths above it: the browser believes that it knows them', () => {
  expect(of('/mail/:id')).toEqual(['home', 'inbox', 'mail', 'message', 'rest', 'root', 'unknown']);
});

it.each(['/*', '/api/*', '/assistant/:id?', '(none)', '/assets/*'])('%s takes all routes', (pattern) => {
  expect(families.has(pattern)).toBe(false);
});
