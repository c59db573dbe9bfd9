import { describe, expect, it } from 'vitest';
import { baseOf, staleFields } from '../../../server/approvals/approval-base.policy.ts';
import {
  APPROVAL_LEVELS,
  APPROVAL_STATUSES,
  amountAtStake,
  approvalMayBecome,
  barredFrom,
  canDecide,
  chooseTurn,
  decisionReasonMissing,
  decisionsNeeded,
  effectiveLimit,
  entitledDeciders,
  explainNobody,
  isDecider,
  limitRefusal,
} from '../../../server/approvals/approval.policy.ts';
import type { DecidableApproval, Decider, DecisionLimit } from '../../../server/approvals/approval.policy.ts';
import { approvalListInput, decisionInput, editApprovalInput } from '../../../server/approvals/approval.schema.ts';
import { ROLES } from '../../../server/users/role.policy.ts';
import { samplePackage } from '../packages/package-sample.ts';

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

const LIMITS: DecisionLimit[] = [
  { kind: 'default' },
  { kind: 'none' },
  { kind: 'unlimited' },
  { kind: 'amount', amountMinor: 500, currency: 'EUR' },
  { kind: 'amount', amountMinor: 499, currency: 'EUR' },
  { kind: 'amount', amountMinor: 9_000_000, currency: 'USD' },
];

function person(
  id: string,
  over: Partial<Decider & { pendingTurns: number }> = {},
): Decider & { pendingTurns: number } {
  return { id, name: id, role: 'admin', active: true, decisionLimit: { kind: 'default' }, pendingTurns: 0, ...over };
}

function approval(over: Partial<DecidableApproval> = {}): DecidableApproval {
  return {
    status: 'pending',
    level: 'high',
    amount: eur(500),
    buyerId: null,
    barred: ['alice'],
    decidedBy: [],
    ...over,
  };
}

describe('approval statuses', () => {
  it.each(APPROVAL_STATUSES.flatMap((from) => APPROVAL_STATUSES.map((to) => [from, to] as const)))(
    '%s to %s',
    (from, to) => {
      const allowed: Record<string, string> = {
        pending: 'approved rejected withdrawn expired superseded apply_failed',
        approved: 'applied superseded apply_failed',
      };
      expect(approvalMayBecome(from, to)).toBe((allowed[from] ?? '').split(' ').includes(to));
    },
  );
});

describe('who may decide', () => {
  const cases = APPROVAL_LEVELS.flatMap((level) =>
    ROLES.flatMap((role) => LIMITS.map((limit) => [level, role, limit] as const)),
  );
  it.each(cases)('%s by %s with %o', (level, role, limit) => {
    const staff = role === 'analyst' || role === 'admin';
    const given = limit.kind === 'amount' || limit.kind === 'unlimited';
    const decider = staff && (given || (role === 'admin' && limit.kind === 'default'));
    const covers = decider && (limit.kind !== 'amount' || (limit.currency === 'EUR' && limit.amountMinor >= 500));
    const him = person('p', { role, decisionLimit: limit });
    expect(isDecider(him)).toBe(decider);
    for (const isBuyer of [false, true]) {
      const one = approval({ level, buyerId: isBuyer ? 'p' : 'somebody' });
      const may = level === 'medium' ? decider || (isBuyer && role !== 'viewer') : covers;
      expect(canDecide(one, him).ok, `buyer ${isBuyer}`).toBe(may);
      expect(canDecide({ ...one, amount: null }, him).ok).toBe(level === 'medium' ? may : decider);
      expect(entitledDeciders(one, [him])).toEqual(may ? ['p'] : []);
      // Nothing helps who had a hand in it, decided before, is an assistant or disabled.
      expect(canDecide({ ...one, barred: ['alice', 'p'] }, him).ok).toBe(false);
      expect(canDecide({ ...one, decidedBy: ['p'] }, him).ok).toBe(false);
      expect(canDecide(one, { ...him, ai: true })).toMatchObject({ ok: false, code: 'assistant' });
      expect(canDecide(one, { ...him, active: false })).toMatchObject({ ok: false, code: 'inactive' });
      for (const status of APPROVAL_STATUSES) {
        if (status !== 'pending')
          expect(canDecide({ ...one, status }, him)).toMatchObject({ ok: false, code: 'not_pending' });
      }
    }
  });

  it('says why not', () => {
    const code = (one: DecidableApproval, him: Decider) => {
      const answer = canDecide(one, him);
      return answer.ok ? 'ok' : answer.code;
    };
    expect(code(approval(), person('alice'))).toBe('barred');
    expect(code(approval(), person('v', { role: 'viewer', decisionLimit: { kind: 'unlimited' } }))).toBe('role');
    expect(code(approval({ decidedBy: ['charlie'] }), person('charlie'))).toBe('already_decided');
    expect(code(approval(), person('o', { role: 'operator' }))).toBe('not_a_decider');
    expect(code(approval(), person('a', { role: 'analyst', decisionLimit: LIMITS[4]! }))).toBe('limit_too_small');
    expect(code(approval(), person('a', { role: 'analyst', decisionLimit: LIMITS[5]! }))).toBe(
      'limit_in_other_currency',
    );
    expect(canDecide(approval(), person('a', { decisionLimit: LIMITS[4]! }))).toMatchObject({
      message: 'Your decision limit of EUR 4.99 does not cover EUR 5.00.',
    });
  });

  it('bars everybody who had a hand in it', () => {
    expect(barredFrom({ requesterId: 'a' })).toEqual(['a']);
    expect(barredFrom({ requesterId: 'a', acceptedById: 'b', tokenOwnerId: 'a', editorIds: ['c', 'b'] })).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(barredFrom({ requesterId: 'a', acceptedById: null, tokenOwnerId: null })).toEqual(['a']);
  });

  it('looks at the larger amount, before or after, and never converts', () => {
    expect(amountAtStake(eur(5), eur(3))).toEqual(eur(5));
    expect(amountAtStake(eur(3), eur(5))).toEqual(eur(5));
    expect(amountAtStake(null, eur(5))).toEqual(eur(5));
    expect(amountAtStake(eur(5), null)).toEqual(eur(5));
    expect(amountAtStake(null, null)).toBeNull();
    expect(amountAtStake(eur(5), { amountMinor: 1, currency: 'USD' })).toEqual({ amountMinor: 1, currency: 'USD' });
  });

  it('gives limits by another admin only, to analysts and admins only', () => {
    for (const giver of ROLES) {
      for (const role of ROLES) {
        for (const limit of LIMITS) {
          const given = limit.kind === 'amount' || limit.kind === 'unlimited';
          const fine = giver === 'admin' && (!given || role === 'analyst' || role === 'admin');
          expect(limitRefusal({ id: 'g', role: giver }, { id: 'p', role }, limit) === null).toBe(fine);
          expect(limitRefusal({ id: 'g', role: giver }, { id: 'g', role }, limit)).not.toBeNull();
        }
      }
    }
    expect(effectiveLimit({ role: 'admin', decisionLimit: { kind: 'none' } })).toEqual({ kind: 'none' });
    expect(effectiveLimit({ role: 'operator', decisionLimit: { kind: 'unlimited' } })).toEqual({ kind: 'none' });
  });
});

describe('whose turn it is', () => {
  const small = { decisionLimit: { kind: 'amount', amountMinor: 500, currency: 'EUR' } } as const;
  const larger = { decisionLimit: { kind: 'amount', amountMinor: 600, currency: 'EUR' } } as const;

  it('fewest turns, then the smallest sufficient limit, then name, then id, whatever the order given', () => {
    const people = [
      person('busy', { pendingTurns: 2, ...small }),
      person('unlimited'),
      person('larger', larger),
      person('zed', { name: 'Zed', ...small }),
      person('amy', { name: 'Amy', ...small }),
      person('tiny', { decisionLimit: { kind: 'amount', amountMinor: 1, currency: 'EUR' } }),
      person('alice'),
    ];
    const turn = (...gone: string[]) => {
      const left = people.filter((one) => !gone.includes(one.id));
      expect(chooseTurn(approval(), [...left].reverse())).toBe(chooseTurn(approval(), left));
      return chooseTurn(approval(), left);
    };
    expect(turn()).toBe('amy');
    expect(turn('amy')).toBe('zed');
    expect(turn('amy', 'zed')).toBe('larger');
    expect(turn('amy', 'zed', 'larger')).toBe('unlimited');
    expect(turn('amy', 'zed', 'larger', 'unlimited')).toBe('busy');
    expect(turn('amy', 'zed', 'larger', 'unlimited', 'busy')).toBeNull();
    expect(chooseTurn(approval(), [person('b', { name: 'X' }), person('a', { name: 'X' })])).toBe('a');
  });

  it('the buyer first for medium, unless he requested it', () => {
    const people = [person('admin'), person('buyer', { role: 'operator', pendingTurns: 9 })];
    expect(chooseTurn(approval({ level: 'medium', buyerId: 'buyer' }), people)).toBe('buyer');
    expect(chooseTurn(approval({ level: 'medium', buyerId: 'buyer', barred: ['buyer'] }), people)).toBe('admin');
    expect(chooseTurn(approval({ level: 'high', buyerId: 'buyer' }), people)).toBe('admin');
  });

  it('nobody: it says what is missing', () => {
    const critical = approval({ level: 'critical', amount: eur(500_000_000), barred: ['charlie'] });
    const two = [person('charlie'), person('chidi'), person('bob', { role: 'operator' })];
    expect(explainNobody(critical, 2, two)).toBe('needs one more decider with a limit of at least EUR 5,000,000.00');
    expect(explainNobody(critical, 2, [])).toBe('needs 2 more deciders with a limit of at least EUR 5,000,000.00');
    expect(explainNobody({ ...critical, decidedBy: ['chidi'] }, 2, two)).toContain('one more decider');
    expect(explainNobody(critical, 1, two)).toBeNull();
    expect(explainNobody({ ...critical, amount: null }, 2, two)).toBe('needs one more decider');
    expect(explainNobody({ ...critical, level: 'medium' }, 1, [])).toBe(
      'needs one more decider, or a buyer who did not request it',
    );
    expect(explainNobody({ ...critical, status: 'applied' }, 2, [])).toBeNull();
  });

  it('the second decision is off only for critical, in a project that turned it off with fewer than three deciders', () => {
    for (const level of APPROVAL_LEVELS) {
      for (const deciders of [0, 1, 2, 3, 4]) {
        for (const secondDecision of [true, false]) {
          const off = level === 'critical' && !secondDecision && deciders < 3;
          const usual = { low: 0, medium: 1, high: 1, critical: 2 }[level];
          expect(decisionsNeeded(level, { deciders, secondDecision })).toEqual({
            required: off ? 1 : usual,
            decidedByOne: off,
          });
        }
      }
      for (const reason of [null, '', ' \n', 'because']) {
        expect(decisionReasonMissing('reject', level, reason)).toBe(reason !== 'because');
        expect(decisionReasonMissing('approve', level, reason)).toBe(level === 'critical' && reason !== 'because');
      }
    }
  });
});

describe('stale patches', () => {
  const current = samplePackage({ contractAmount: 100, customFields: { crane: 'yes', hall: 'B' } });
  const base = baseOf(current);

  it('only what the patch and its base stand on matters', () => {
    expect(base).toEqual({ status: 'evaluation', vendor: 'vendor-1', contractAmount: 100, currency: 'EUR' });
    const patch = { status: { from: 'evaluation', to: 'awarded' }, fatDate: { from: '2026-10-01', to: '2026-10-02' } };
    expect(staleFields(patch, base, current)).toEqual([]);
    expect(staleFields(patch, base, { ...current, title: 'other', budgetAmount: 1, deliveryDate: null })).toEqual([]);
    expect(staleFields(patch, base, { ...current, fatDate: null, vendor: 'v2', contractAmount: null })).toEqual([
      { field: 'vendor', expected: 'vendor-1', actual: 'v2' },
      { field: 'contractAmount', expected: 100, actual: null },
      { field: 'fatDate', expected: '2026-10-01', actual: null },
    ]);
    expect(staleFields(patch, null, { ...current, vendor: 'v2' })).toEqual([]);
    expect(staleFields(patch, {}, { ...current, status: 'planned' })).toEqual([
      { field: 'status', expected: 'evaluation', actual: 'planned' },
    ]);
  });

  it('custom fields count key by key', () => {
    const patch = { customFields: { from: { crane: 'yes', fresh: null }, to: { crane: 'no', fresh: 1 } } };
    expect(staleFields(patch, null, { ...current, customFields: { crane: 'yes', hall: 'changed' } })).toEqual([]);
    expect(staleFields(patch, null, { ...current, customFields: { crane: 'no', fresh: 2 } })).toEqual([
      { field: 'customFields.crane', expected: 'yes', actual: 'no' },
      { field: 'customFields.fresh', expected: null, actual: 2 },
    ]);
  });
});

describe('approval bodies', () => {
  it('are strict', () => {
    expect(decisionInput.parse({})).toEqual({ reason: '' });
    expect(decisionInput.safeParse({ reason: 'x', force: true }).success).toBe(false);
    expect(decisionInput.safeParse({ reason: 'a\0' }).success).toBe(false);
    expect(decisionInput.safeParse({ reason: 5 }).success).toBe(false);
    expect(decisionInput.safeParse({ expectedVersion: 0 }).success).toBe(false);
    expect(editApprovalInput.safeParse({}).success).toBe(false);
    expect(editApprovalInput.safeParse({ remove: ['nonsense'] }).success).toBe(false);
    expect(editApprovalInput.safeParse({ patch: { foo: 1 } }).success).toBe(false);
    expect(editApprovalInput.parse({ remove: ['title'], patch: { poNumber: ' ' } })).toEqual({
      remove: ['title'],
      patch: { poNumber: null },
    });
    expect(approvalListInput.parse({ status: 'pending,applied' })).toMatchObject({
      status: ['pending', 'applied'],
      sort: { field: 'createdAt', descending: true },
    });
    expect(approvalListInput.safeParse({ status: 'done' }).success).toBe(false);
    expect(approvalListInput.safeParse({ turn: 'you' }).success).toBe(false);
  });
});
