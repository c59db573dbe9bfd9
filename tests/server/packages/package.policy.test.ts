import { describe, expect, it } from 'vitest';
import { PACKAGE_STATUSES, PACKAGE_TYPES } from '../../../server/packages/package-fields.schema.ts';
import type { PackageStatus, PackageType } from '../../../server/packages/package-fields.schema.ts';
import {
  allowedTransitions,
  findTransition,
  heldFromAfter,
  isAfterOrder,
  isBeforeAward,
  isOpenStatus,
  isTermination,
  labelOfStatus,
  mainLine,
  statusFitsType,
  statusLabel,
  statusPathAfter,
  transitionRefusal,
} from '../../../server/packages/package.policy.ts';
import type { Transition, TransitionKind } from '../../../server/packages/package.policy.ts';

/** The edges of PRODUCT.md, written out: types, from, to, kind. */
const EDGES = `
all draft planned forward
all planned rfq_issued forward
all rfq_issued bids_received forward
all bids_received evaluation forward
all evaluation awarded forward
all awarded po_issued forward
goods po_issued in_fabrication forward
goods po_issued shipped forward
goods po_issued partially_delivered forward
goods po_issued delivered forward
goods in_fabrication shipped forward
goods in_fabrication partially_delivered forward
goods in_fabrication delivered forward
goods shipped partially_delivered forward
goods shipped delivered forward
goods partially_delivered delivered forward
goods delivered closed forward
works po_issued in_fabrication forward
works po_issued in_execution forward
works in_fabrication in_execution forward
works in_execution completed forward
works completed closed forward
services po_issued in_execution forward
services in_execution completed forward
services completed closed forward
all rfq_issued planned back
all bids_received planned back
all bids_received rfq_issued back
all evaluation planned back
all evaluation rfq_issued back
all awarded evaluation back
all planned awarded direct_award
`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

const BEFORE_AWARD = ['draft', 'planned', 'rfq_issued', 'bids_received', 'evaluation'];

function expectedKind(
  type: PackageType,
  from: PackageStatus,
  to: PackageStatus,
  heldFrom: PackageStatus | null,
  cameFrom: PackageStatus | null,
): TransitionKind | null {
  if (from === to) return null;
  const edge = EDGES.find(([types, a, b]) => (types === 'all' || types === type) && a === from && b === to);
  if (edge) return edge[3] as TransitionKind;
  if (from === 'on_hold' && to === heldFrom) return 'resume';
  if (from === 'on_hold' && to === 'planned' && heldFrom && BEFORE_AWARD.includes(heldFrom)) return 'resume';
  const open = from !== 'closed' && from !== 'cancelled';
  if (open && to === 'on_hold') return 'hold';
  if (open && to === 'cancelled') return 'cancel';
  return from !== 'on_hold' && to === cameFrom ? 'correction' : null;
}

const NEED_REASON: TransitionKind[] = ['direct_award', 'hold', 'cancel'];

describe('status machine', () => {
  const cases = PACKAGE_TYPES.flatMap((type) =>
    PACKAGE_STATUSES.flatMap((from) =>
      PACKAGE_STATUSES.map((to): [PackageType, PackageStatus, PackageStatus] => [type, from, to]),
    ),
  );

  it.each(cases)('%s: %s to %s', (type, from, to) => {
    for (const memory of [null, ...PACKAGE_STATUSES]) {
      const heldFrom = from === 'on_hold' ? memory : null;
      const expected = expectedKind(type, from, to, heldFrom, memory);
      const state = { status: from, type, heldFrom, cameFrom: memory };
      const found = findTransition(state, to);
      expect(found?.kind ?? null, `remembering ${memory}`).toBe(expected);
      if (found) expect(found).toEqual({ from, to, kind: expected, needsReason: NEED_REASON.includes(expected!) });
      expect(allowedTransitions(state).filter((one) => one.to === to)).toHaveLength(expected ? 1 : 0);
    }
  });

  it('refuses with the list of allowed steps', () => {
    const state = { status: 'planned', type: 'goods', heldFrom: null, cameFrom: 'draft' } as const;
    expect(transitionRefusal(state, 'shipped')).toBe(
      'A goods package cannot go from planned to shipped. Allowed: rfq_issued, awarded, on_hold, cancelled, draft.',
    );
    expect(transitionRefusal({ ...state, status: 'closed', cameFrom: null }, 'draft')).toContain('Allowed: none.');
  });

  it.each(PACKAGE_STATUSES)('knows what %s is', (status) => {
    const ordered =
      'po_issued in_fabrication in_execution shipped partially_delivered delivered completed closed'.split(' ');
    expect(isOpenStatus(status)).toBe(!['closed', 'cancelled'].includes(status));
    expect(isBeforeAward(status)).toBe(BEFORE_AWARD.includes(status));
    for (const hidden of [null, ...PACKAGE_STATUSES]) {
      const state = { status, type: 'goods', heldFrom: hidden, cameFrom: null } as const;
      const covers = status === 'on_hold' || status === 'cancelled';
      expect(isAfterOrder(state)).toBe(
        ordered.includes(status) || (covers && hidden !== null && ordered.includes(hidden)),
      );
      const cancel = findTransition(state, 'cancelled');
      if (cancel) expect(isTermination(state, cancel)).toBe(isAfterOrder(state));
      expect(statusLabel(state)).toBe(
        status === 'cancelled' && isAfterOrder(state) ? 'Terminated' : labelOfStatus(status),
      );
    }
    expect(isAfterOrder({ status: 'cancelled', type: 'goods', heldFrom: null, cameFrom: 'shipped' })).toBe(true);
    expect(isAfterOrder({ status: 'cancelled', type: 'goods', heldFrom: null, cameFrom: 'awarded' })).toBe(false);
    expect(
      isAfterOrder({ status: 'cancelled', type: 'goods', heldFrom: null, cameFrom: null, contractFrozen: true }),
    ).toBe(true);
    expect(
      isAfterOrder({ status: 'awarded', type: 'goods', heldFrom: null, cameFrom: 'shipped', contractFrozen: true }),
    ).toBe(false);
  });

  it('fits statuses to types', () => {
    const only: Partial<Record<PackageStatus, PackageType[]>> = {
      in_fabrication: ['goods', 'works'],
      in_execution: ['works', 'services'],
      shipped: ['goods'],
      partially_delivered: ['goods'],
      delivered: ['goods'],
      completed: ['works', 'services'],
    };
    for (const status of PACKAGE_STATUSES) {
      for (const type of PACKAGE_TYPES) expect(statusFitsType(status, type)).toBe(only[status]?.includes(type) ?? true);
    }
    expect(mainLine('services').slice(-5)).toEqual(['awarded', 'po_issued', 'in_execution', 'completed', 'closed']);
    expect(mainLine('goods')).not.toContain('in_execution');
  });

  it('remembers the way: every step can be corrected, a corrected step is forgotten, a hold leaves no trace', () => {
    const step = (from: PackageStatus, to: PackageStatus, kind: TransitionKind): Transition => ({
      from,
      to,
      kind,
      needsReason: false,
    });
    const path = statusPathAfter(['draft'], step('planned', 'rfq_issued', 'forward'));
    expect(path).toEqual(['draft', 'planned']);
    expect(
      statusPathAfter(['draft', 'planned', 'rfq_issued'], step('bids_received', 'rfq_issued', 'correction')),
    ).toEqual(path);
    const held = statusPathAfter(path, step('rfq_issued', 'on_hold', 'hold'));
    expect(held).toEqual(['draft', 'planned', 'rfq_issued']);
    expect(statusPathAfter(held, step('on_hold', 'rfq_issued', 'resume'))).toEqual(path);
    expect(statusPathAfter(held, step('on_hold', 'planned', 'resume'))).toEqual(['draft', 'planned', 'rfq_issued']);
    expect(statusPathAfter(held, step('on_hold', 'cancelled', 'cancel'))).toEqual([...held, 'on_hold']);
    expect(heldFromAfter(null, held, step('rfq_issued', 'on_hold', 'hold'))).toBe('rfq_issued');
    expect(heldFromAfter('rfq_issued', [...held, 'on_hold'], step('on_hold', 'cancelled', 'cancel'))).toBe(
      'rfq_issued',
    );
    expect(heldFromAfter('rfq_issued', held, step('cancelled', 'on_hold', 'correction'))).toBe('rfq_issued');
    expect(heldFromAfter('rfq_issued', path, step('on_hold', 'rfq_issued', 'resume'))).toBeNull();
  });
});
