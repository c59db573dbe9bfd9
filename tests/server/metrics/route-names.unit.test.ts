import { expect, it } from 'vitest';
import { routeNames } from '../../../server/metrics/route-names.ts';

const name = routeNames({
  root: { id: 'root', path: '' },
  home: { id: 'home', parentId: 'root', index: true },
  rest: { id: 'rest', parentId: 'root', path: '*' },
  mail: { id: 'mail', parentId: 'root', path: 'mail' },
  message: { id: 'message', parentId: 'mail', path: ':id' },
  inbox: { id: 'inbox', parentId: 'mail', index: true },
  list: { id: 'list', parentId: 'root', path: 'api/packages' },
  one: { id: 'one', parentId: 'root', path: 'api/packages/:id' },
  openapi: { id: 'openapi', parentId: 'root', path: 'api/openapi.json' },
  unknown: { id: 'unknown', parentId: 'root', path: 'api/*' },
  approve: { id: 'approve', parentId: 'root', path: 'api/approvals/:id/approve' },
});

it.each([
  ['/', '/'],
  ['/_root.data', '/'],
  ['/mail', '/mail'],
  ['/mail/', '/mail'],
  ['/mail/17', '/mail/:id'],
  ['/mail/17.data', '/mail/:id'],
  ['/api/packages', '/api/packages'],
  ['/api/packages/P-001', '/api/packages/:id'],
  ['/api/openapi.json', '/api/openapi.json'],
  ['/api/approvals/AR-1/approve', '/api/approvals/:id/approve'],
  ['/api/approvals/AR-1', '/api/*'],
  ['/api/nothing/at/all', '/api/*'],
  ['/wp-login.php', '/*'],
  ['/assets/root-Bx1.js', '/assets/*'],
])('%s is counted as %s', (path, pattern) => {
  expect(name(path)).toBe(pattern);
});

it('has one name for whatever no route takes', () => {
  expect(routeNames({ root: { id: 'root' } })('/x/y')).toBe('(none)');
});
