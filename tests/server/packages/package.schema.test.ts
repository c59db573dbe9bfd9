import { describe, expect, it } from 'vitest';
import { PACKAGE_FIELDS, PACKAGE_FIELD_NAMES } from '../../../server/packages/package-fields.schema.ts';
import {
  createPackageInput,
  packageListInput,
  packagePatchInput,
  patchParts,
} from '../../../server/packages/package.schema.ts';

type Safe = {
  success: boolean;
  error?: { issues: { path: PropertyKey[]; message: string; code: string; keys?: string[] }[] };
};

/** The fields that a refusal names: "" when the input is accepted. */
function refused(result: Safe): string {
  return (result.error?.issues ?? []).map((issue) => [...issue.path, ...(issue.keys ?? [])].join('.')).join(' ');
}

const patch = (body: unknown) => refused(packagePatchInput.safeParse(body));
const create = (body: unknown) => refused(createPackageInput.safeParse(body));
const list = (query: unknown) => refused(packageListInput.safeParse(query));

describe('package bodies', () => {
  it.each(PACKAGE_FIELD_NAMES)('%s: a good value passes, bad ones are refused by name', (field) => {
    const { kind, nullable } = PACKAGE_FIELDS[field];
    const good: Record<string, unknown> = {
      text: 'x',
      date: '2026-03-05',
      money: '4050000.00',
      user: 'a@b.example',
      vendor: 'Voltara Energy',
      project: 'N-1',
      enum: { type: 'works', status: 'planned', currency: 'EUR' }[field as 'type'],
      json: { a: 'b', c: null },
    };
    expect(patch({ [field]: good[kind] })).toBe('');
    expect(patch({ [field]: null })).toBe(nullable ? '' : field);
    const bad: unknown[] = [[], true, 'nul\0'];
    if (kind === 'date')
      bad.push('2026-02-30', '2026-2-3', '20260203', '1899-12-31', '2201-01-01', '2026-03-05T00:00:00Z', '', 20260305);
    if (kind === 'money')
      bad.push(-1, '-1', '1e3', 1e30, '1,000.00', 'abc', '', '1.2345', '99999999999999999', '+1', '0x10');
    if (kind === 'enum') bad.push('nonsense', 'eur', '', 1);
    if (kind === 'text') bad.push('x'.repeat(20001), '\ud800', 1);
    for (const value of bad) {
      expect(patch({ [field]: value }).startsWith(field), `${field} = ${JSON.stringify(value)}`).toBe(true);
      if (field !== 'status' && field !== 'contractAmount') {
        expect(create({ title: 'T', [field]: value }).startsWith(field), `create ${field}`).toBe(true);
      }
    }
  });

  it('refuse what they do not know, and say it', () => {
    expect(patch({ title: 'x', foo: 1 })).toBe('foo');
    expect(create({ title: 'x', foo: 1 })).toBe('foo');
    expect(patch({ title: 'x', code: 'P-2' })).toBe('code');
    expect(patch({ title: 'x', version: 2 })).toBe('version');
    expect(createPackageInput.safeParse({ title: 'x', foo: 1 }).error?.issues[0]?.message).toMatch(
      /"foo".*Known: code, title/,
    );
    for (const body of [null, [], 'x', 1, undefined]) expect(packagePatchInput.safeParse(body).success).toBe(false);
  });

  it('create drafts only', () => {
    expect(create({ title: 'x' })).toBe('');
    expect(create({})).toBe('title');
    expect(create({ title: '  ' })).toBe('title');
    expect(create({ title: 'x', status: 'draft' })).toBe('status');
    expect(create({ title: 'x', contractAmount: null })).toBe('contractAmount');
    for (const code of ['p-1', 'P1', 'P-', 'P-123456789', 'ABCDEFGHI-1', '1P-1', 'P-1\n'])
      expect(create({ title: 'x', code }), code).toBe('code');
    for (const code of ['P-001', 'WP-210', 'P-00001', 'A2B-12345678']) expect(create({ title: 'x', code })).toBe('');
  });

  it('take one own field at least, and an effective date with a status only', () => {
    expect(packagePatchInput.safeParse({ reason: 'x' }).error?.issues[0]?.message).toMatch(/^Nothing to change/);
    expect(patch({ title: 'x', effectiveDate: '2026-03-05' })).toBe('effectiveDate');
    expect(patch({ status: 'planned', effectiveDate: '2026-03-05' })).toBe('');
    expect(patch({ title: 'x', reason: 'r'.repeat(4001) })).toBe('reason');
    expect(patch({ title: 'x', expectedVersion: '1' })).toBe('expectedVersion');
    expect(patch({ title: 'x', impact: 'huge' })).toBe('impact');
    expect(patch({ title: 'x', uncertainty: 1.1 })).toBe('uncertainty');
    expect(patch({ title: 'x', evidence: [{ type: 'rumour' }] })).toBe('evidence');
  });

  it('split the patch from what stands beside it', () => {
    const body = packagePatchInput.parse({
      poNumber: ' ',
      budgetAmount: 4050000.5,
      reason: ' why ',
      evidence: 'he said so',
      impact_level: 'HIGH',
      uncertainty: 0.4,
    });
    expect(patchParts(body)).toEqual({
      proposed: { poNumber: null, budgetAmount: '4050000.5' },
      besides: {
        reason: 'why',
        effectiveDate: undefined,
        expectedVersion: undefined,
        evidence: [{ type: 'note', quote: 'he said so' }],
        impact: 'high',
        uncertainty: 'medium',
      },
    });
    expect(patchParts(packagePatchInput.parse({ title: 'x', uncertainty: 0.1, impact: 'low' })).besides).toMatchObject({
      impact: 'low',
      uncertainty: 'low',
    });
  });

  it('list with known filters, limits and sorts', () => {
    expect(packageListInput.parse({})).toEqual({ sort: { field: 'code', descending: false }, limit: 50 });
    expect(
      packageListInput.parse({ status: ['draft,planned', 'closed'], sort: '-title', limit: '1000', q: ' ' }),
    ).toEqual({
      status: ['draft', 'planned', 'closed'],
      sort: { field: 'title', descending: true },
      limit: 1000,
      q: undefined,
    });
    for (const limit of ['0', '1001', '-1', 'x', '', '1.5', '1e3', 0, 1001, 1.5])
      expect(list({ limit }), String(limit)).toBe('limit');
    for (const sort of ['password', '--code', '', 'code;drop']) expect(list({ sort })).toBe('sort');
    expect(list({ status: 'foo' })).toMatch(/^status/);
    expect(list({ foo: '1' })).toBe('foo');
    expect(list({ q: 'a\0' })).toBe('q');
  });
});
