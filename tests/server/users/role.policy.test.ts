import { describe, expect, it } from 'vitest';
import { ACTIONS, ROLES, SCOPES, SCOPE_OF, can, canDo, mintableScopes } from '../../../server/users/role.policy.ts';
import type { Action, Role } from '../../../server/users/role.policy.ts';

/** From PRODUCT.md by hand: action, roles that may, scope, whether an assistant may, whether the system may. */
const EXPECTED: Record<Action, [roles: string, scope: string, ai: boolean, system: boolean]> = {
  'package.read': ['viewer operator analyst admin', 'read', true, true],
  'package.create': ['analyst admin', 'write', false, true],
  'package.propose': ['operator analyst admin', 'write', true, true],
  'approval.read': ['viewer operator analyst admin', 'read', true, true],
  'approval.decide': ['operator analyst admin', 'write', false, false],
  'approval.edit': ['operator analyst admin', 'write', false, false],
  'approval.withdraw': ['operator analyst admin', 'write', false, false],
  'task.read': ['viewer operator analyst admin', 'read', true, true],
  'task.write': ['operator analyst admin', 'write', true, true],
  'email.read': ['viewer operator analyst admin', 'read', true, true],
  'email.ingest': ['operator analyst admin', 'write', false, true],
  'email.file': ['operator analyst admin', 'write', false, true],
  'email.send': ['operator analyst admin', 'write', false, false],
  'suggestion.read': ['viewer operator analyst admin', 'read', true, true],
  'suggestion.decide': ['operator analyst admin', 'write', false, false],
  'vendor.read': ['viewer operator analyst admin', 'read', true, true],
  'vendor.create': ['analyst admin', 'write', false, true],
  'vendor.propose': ['operator analyst admin', 'write', false, true],
  'project.read': ['viewer operator analyst admin', 'read', true, true],
  'project.manage': ['admin', 'admin', false, true],
  'user.read': ['viewer operator analyst admin', 'read', true, true],
  'user.manage': ['admin', 'admin', false, true],
  'account.edit': ['viewer operator analyst admin', 'write', false, false],
  'token.manage': ['viewer operator analyst admin', 'write', false, false],
  'token.manage_any': ['admin', 'admin', false, true],
  'policy.read': ['viewer operator analyst admin', 'read', true, true],
  'policy.manage': ['admin', 'admin', false, true],
  'notification.read': ['viewer operator analyst admin', 'read', true, true],
  'notification.mark': ['viewer operator analyst admin', 'write', false, false],
  'comment.read': ['viewer operator analyst admin', 'read', true, true],
  'comment.write': ['operator analyst admin', 'write', false, false],
  'search.use': ['viewer operator analyst admin', 'read', true, true],
  'chat.use': ['viewer operator analyst admin', 'read', false, false],
  'rule.read': ['admin', 'read', false, true],
  'assistant.usage': ['admin', 'read', false, true],
  'assistant.rehearse': ['admin', 'admin', false, true],
  'job.read': ['admin', 'read', false, true],
  'job.manage': ['admin', 'admin', false, true],
  'source.read': ['admin', 'read', false, true],
  'source.test': ['admin', 'admin', false, true],
  'audit.read': ['viewer operator analyst admin', 'read', true, true],
  'audit.export': ['admin', 'read', false, true],
};

const SCOPE_SETS: (string[] | null)[] = [
  null,
  [],
  ['read'],
  ['write'],
  ['admin'],
  ['read', 'write'],
  ['read', 'admin'],
  ['write', 'admin'],
  ['read', 'write', 'admin'],
];

describe('role matrix', () => {
  it('knows exactly the expected actions', () => {
    expect([...ACTIONS].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(ACTIONS.flatMap((action) => ROLES.map((role): [Action, Role] => [action, role])))(
    '%s as %s',
    (action, role) => {
      const [roles, scope, ai, system] = EXPECTED[action];
      const may = roles.split(' ').includes(role);
      expect(can(role, action)).toBe(may);
      expect(SCOPE_OF[action]).toBe(scope);
      expect(canDo({ kind: 'system' }, action)).toBe(system);
      for (const scopes of SCOPE_SETS) {
        const scoped = scopes === null || scopes.includes(scope);
        expect(canDo({ kind: 'user', role, scopes, ai: false }, action)).toBe(may && scoped);
        expect(canDo({ kind: 'user', role, scopes, ai: true }, action)).toBe(may && scoped && ai);
      }
    },
  );

  it('gives no right to a higher scope by a higher role, and none by a lower', () => {
    for (const action of ACTIONS) {
      const allowed = ROLES.map((role) => can(role, action));
      expect(allowed).toEqual([...allowed].sort((a, b) => Number(a) - Number(b)));
    }
  });

  it('lets a token mint no more than it has', () => {
    const asked = [...SCOPES];
    expect(mintableScopes({ kind: 'user', role: 'viewer', scopes: null, ai: false }, asked)).toEqual(asked);
    expect(mintableScopes({ kind: 'system' }, asked)).toEqual(asked);
    expect(mintableScopes({ kind: 'user', role: 'admin', scopes: ['write', 'read'], ai: false }, asked)).toEqual([
      'read',
      'write',
    ]);
  });
});
