import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { approveApproval, rejectApproval } from '../../../server/approvals/decide-approval.ts';
import { editApproval } from '../../../server/approvals/edit-approval.ts';
import { withdrawApproval } from '../../../server/approvals/withdraw-approval.ts';
import { createPackage } from '../../../server/packages/create-package.ts';
import { getPackageJson } from '../../../server/packages/package.queries.ts';
import { proposeChange } from '../../../server/packages/propose-change.ts';
import { createPackageRow, createPerson, createWorld, trailOf, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;
let pkg: { id: string; code: string };

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  world = await createWorld(test.db);
  pkg = await createPackageRow(test.db, world);
});

const propose = (body: unknown, actor = world.alice, ref = pkg.code) =>
  proposeChange(test.db, actor, { package: ref, body });
const read = async (ref = pkg.code) => JSON.parse((await getPackageJson(test.db, ref))!);
const award = () => ({ status: 'awarded', contractAmount: '4050000', reason: 'Lowest compliant bid' });

describe('proposing', () => {
  it('makes a pending approval and changes nothing', async () => {
    const proposed = await propose(award());
    const approval = JSON.parse(proposed.json);
    expect(proposed.applied).toBe(false);
    expect(approval).toMatchObject({
      status: 'pending',
      level: 'high',
      requiredDecisions: 1,
      packageCode: pkg.code,
      packageId: pkg.id,
      requestedBy: { email: world.alice.email, name: 'Alice' },
      patch: {
        status: { from: 'evaluation', to: 'awarded' },
        contractAmount: { from: null, to: '4050000.00' },
      },
    });
    expect(approval.turn.name).toMatch(/Charlie|Chidi/);
    expect(await read()).toMatchObject({ status: 'evaluation', contractAmount: null, version: 1 });
    expect(await trailOf(test.db, pkg.id)).toEqual(['approval_created']);
  });

  it('applies a low-impact field at once and records that the policy decided', async () => {
    const proposed = await propose({ title: 'Main transformers', wbsCode: '1.2.3' });
    expect(proposed.applied).toBe(true);
    expect(JSON.parse(proposed.json)).toMatchObject({ status: 'applied', level: 'low', requiredDecisions: 0 });
    expect(await read()).toMatchObject({ title: 'Main transformers', wbsCode: '1.2.3', version: 2 });
    expect(await trailOf(test.db, pkg.id)).toEqual(['approval_created', 'approval_decided', 'package_patched']);
  });

  it('never applies at once what the assistant proposes', async () => {
    const proposed = await propose({ title: 'Main transformers' }, { ...world.alice, ai: true, via: 'chat' });
    expect(JSON.parse(proposed.json)).toMatchObject({ status: 'pending', level: 'medium', origin: 'chat' });
  });

  it('refuses a step that is not in the table, naming the allowed ones', async () => {
    await expect(propose({ status: 'delivered' })).rejects.toMatchObject({
      code: 'conflict',
      details: { allowed: ['awarded', 'planned', 'rfq_issued', 'on_hold', 'cancelled', 'bids_received'] },
    });
  });

  it('refuses what a gate lacks, naming the field, and takes it in the same patch', async () => {
    await expect(propose({ status: 'awarded' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: [{ field: 'contractAmount' }] },
    });
    await expect(propose(award())).resolves.toMatchObject({ applied: false });
  });

  it.each([
    ['an unknown field', { colour: 'red' }],
    ['a wrong date', { deliveryDate: '2026-02-30' }],
    ['negative money', { contractAmount: '-1' }],
    ['a NUL byte', { title: 'a\0b' }],
    ['an empty body', {}],
  ])('refuses %s', async (_name, body) => {
    await expect(propose(body)).rejects.toBeInstanceOf(ZodError);
  });

  it('refuses an unknown vendor and a value that changes nothing', async () => {
    await expect(propose({ vendor: 'Nobody Ltd' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: [{ field: 'vendor' }] },
    });
    await expect(propose({ title: 'Main power transformers' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('refuses viewers, unknown packages and stale versions', async () => {
    await expect(propose(award(), world.vera)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(propose(award(), world.alice, 'P-99999999')).rejects.toMatchObject({ code: 'not_found' });
    await propose({ title: 'Another title' }, world.bob);
    await expect(propose({ ...award(), expectedVersion: 1 })).rejects.toMatchObject({
      code: 'conflict',
      details: { version: 2, lastChange: { who: 'Bob' } },
    });
  });

  it('asks two people above the threshold', async () => {
    const proposed = await propose({ ...award(), contractAmount: '5000000.01', budgetAmount: '6000000' });
    expect(JSON.parse(proposed.json)).toMatchObject({ level: 'critical', requiredDecisions: 2 });
  });
});

describe('rises of a contract amount', () => {
  it('takes two people above 5 % of a loaded amount, however small the steps', async () => {
    const ordered = await createPackageRow(test.db, world, {
      status: 'po_issued',
      contract_amount: 100_000_00,
      contract_frozen: true,
    });
    const level = async (contractAmount: string) =>
      JSON.parse((await propose({ contractAmount }, world.alice, ordered.code)).json).level;
    expect(await level('105000.00')).toBe('high');
    expect(await level('105000.01')).toBe('critical');
    const { code } = await propose({ contractAmount: '104000' }, world.alice, ordered.code);
    await approveApproval(test.db, world.charlie, code, {});
    expect(await level('105000.00')).toBe('high');
    expect(await level('105000.01')).toBe('critical');
  });
});

describe('deciding', () => {
  it('applies on approval, with the trail that PRODUCT.md names', async () => {
    const { code } = await propose(award());
    const decided = await approveApproval(test.db, world.charlie, code, { reason: 'Agreed' });
    expect(decided).toMatchObject({ status: 'applied', problem: null });
    expect(await read()).toMatchObject({ status: 'awarded', contractAmount: '4050000.00', version: 2 });
    expect((await read()).awardDateActual).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(await trailOf(test.db, pkg.id)).toEqual(['approval_created', 'approval_decided', 'package_patched']);
  });

  it('never lets the requester decide, admins included', async () => {
    const { code } = await propose(award(), world.charlie);
    await expect(approveApproval(test.db, world.charlie, code, { reason: 'mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(rejectApproval(test.db, world.charlie, code, { reason: 'mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(approveApproval(test.db, world.chidi, code, {})).resolves.toMatchObject({ status: 'applied' });
  });

  it('takes no decision from analysts without a limit, viewers or assistants', async () => {
    const { code } = await propose(award(), world.bob);
    await expect(approveApproval(test.db, world.alice, code, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(approveApproval(test.db, world.vera, code, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(approveApproval(test.db, { ...world.charlie, ai: true }, code, {})).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('lets the buyer decide a medium change that somebody else requested', async () => {
    const { code, json } = await propose({ deliveryDate: '2027-02-01' });
    expect(JSON.parse(json)).toMatchObject({ level: 'medium', turn: { name: 'Bob' } });
    await expect(approveApproval(test.db, world.bob, code, {})).resolves.toMatchObject({ status: 'applied' });
  });

  it('takes two different people for a critical change', async () => {
    const dana = await createPerson(test.db, 'Dana', 'admin');
    const { code } = await propose({ ...award(), contractAmount: '5000000.01', budgetAmount: '6000000' });
    await expect(approveApproval(test.db, world.charlie, code, {})).rejects.toMatchObject({ code: 'invalid' });
    await expect(approveApproval(test.db, world.charlie, code, { reason: 'Fine' })).resolves.toMatchObject({
      status: 'pending',
    });
    await expect(approveApproval(test.db, world.charlie, code, { reason: 'Again' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(approveApproval(test.db, dana, code, { reason: 'Also' })).resolves.toMatchObject({
      status: 'applied',
    });
  });

  it('supersedes when a before-value moved, and keeps that outcome', async () => {
    const { code } = await propose(award());
    const other = await propose({ status: 'awarded', contractAmount: '4000000' });
    await approveApproval(test.db, world.charlie, other.code, {});
    const decided = await approveApproval(test.db, world.charlie, code, {});
    expect(decided.status).toBe('superseded');
    expect(decided.problem).toContain('Propose again');
    expect(await trailOf(test.db, pkg.id)).toContain('approval_superseded');
    expect(await read()).toMatchObject({ contractAmount: '4000000.00' });
  });

  it('does not mind other changes', async () => {
    const { code } = await propose({ deliveryDate: '2027-02-01' });
    await propose({ title: 'Renamed' });
    await expect(approveApproval(test.db, world.charlie, code, {})).resolves.toMatchObject({ status: 'applied' });
  });

  it('fails, and says so, when a gate no longer holds', async () => {
    const delivered = await createPackageRow(test.db, world, {
      status: 'delivered',
      status_path: ['po_issued'],
      contract_amount: 400_000_000,
      contract_frozen: true,
    });
    const { code } = await propose({ status: 'closed' }, world.alice, delivered.code);
    await propose({ deliveryDate: '2027-02-01' }, world.alice, delivered.code);
    const decided = await approveApproval(test.db, world.charlie, code, {});
    expect(decided).toMatchObject({ status: 'apply_failed' });
    expect(await trailOf(test.db, delivered.id)).toContain('approval_apply_failed');
    expect(await read(delivered.code)).toMatchObject({ status: 'delivered' });
  });

  it('rejects with a reason only', async () => {
    const { code } = await propose(award());
    await expect(rejectApproval(test.db, world.charlie, code, {})).rejects.toMatchObject({ code: 'invalid' });
    await expect(rejectApproval(test.db, world.charlie, code, { reason: 'Too dear' })).resolves.toMatchObject({
      status: 'rejected',
    });
    await expect(approveApproval(test.db, world.chidi, code, {})).rejects.toMatchObject({
      code: 'conflict',
      details: { approval: { status: 'rejected' } },
    });
  });

  it('lets one of twenty simultaneous decisions win', async () => {
    const deciders = await Promise.all(
      Array.from({ length: 20 }, (_, i) => createPerson(test.db, `Decider ${i}`, 'admin')),
    );
    const { code } = await propose(award());
    const results = await Promise.allSettled(deciders.map((decider) => approveApproval(test.db, decider, code, {})));
    const won = results.filter((result) => result.status === 'fulfilled');
    const lost = results.filter((result) => result.status === 'rejected');
    expect(won).toHaveLength(1);
    expect(lost.every((result) => (result as PromiseRejectedResult).reason.code === 'conflict')).toBe(true);
    expect((await trailOf(test.db, pkg.id)).filter((type) => type === 'package_patched')).toHaveLength(1);
  });
});

describe('withdrawing and editing', () => {
  it('lets only the requester withdraw', async () => {
    const { code } = await propose(award());
    await expect(withdrawApproval(test.db, world.charlie, code, {})).rejects.toMatchObject({ code: 'forbidden' });
    expect(JSON.parse(await withdrawApproval(test.db, world.alice, code, {}))).toMatchObject({ status: 'withdrawn' });
    await expect(approveApproval(test.db, world.charlie, code, {})).rejects.toMatchObject({ code: 'conflict' });
  });

  it('bars an editor from deciding and forgets earlier decisions', async () => {
    const { code } = await propose(award());
    const edited = JSON.parse(
      await editApproval(test.db, world.charlie, code, { patch: { contractAmount: '4040000' } }),
    );
    expect(edited.patch.contractAmount.to).toBe('4040000.00');
    await expect(approveApproval(test.db, world.charlie, code, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(approveApproval(test.db, world.chidi, code, {})).resolves.toMatchObject({ status: 'applied' });
  });

  it('unticks fields, but never the last one', async () => {
    const { code } = await propose({ deliveryDate: '2027-02-01', fatDate: '2026-12-01' });
    expect(
      Object.keys(JSON.parse(await editApproval(test.db, world.alice, code, { remove: ['fatDate'] })).patch),
    ).toEqual(['deliveryDate']);
    await expect(editApproval(test.db, world.alice, code, { remove: ['deliveryDate'] })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('creating', () => {
  it('creates a draft with the next code, which its creator fills freely', async () => {
    const project = (await read()).project;
    const created = await createPackage(test.db, world.alice, {
      title: 'Pumps',
      project,
      budgetAmount: '1000',
      deliveryDate: '2027-01-01',
    });
    expect(created.code).toMatch(/^P-\d{3,}$/);
    expect(JSON.parse(created.json)).toMatchObject({
      status: 'draft',
      budgetAmount: '1000.00',
      deliveryDate: '2027-01-01',
    });
    await expect(propose({ budgetAmount: '2000' }, world.alice, created.code)).resolves.toMatchObject({
      applied: true,
    });
    await expect(
      propose({ status: 'planned', buyer: world.bob.email }, world.alice, created.code),
    ).resolves.toMatchObject({ applied: false });
  });

  it('gives simultaneous creators different codes', async () => {
    const project = (await read()).project;
    const created = await Promise.all(
      Array.from({ length: 8 }, (_, i) => createPackage(test.db, world.alice, { title: `Lot ${i}`, project })),
    );
    expect(new Set(created.map((one) => one.code)).size).toBe(8);
  });

  it('refuses operators, taken codes, and what a draft cannot have', async () => {
    const project = (await read()).project;
    await expect(createPackage(test.db, world.bob, { title: 'x', project })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(createPackage(test.db, world.alice, { title: 'x', project, code: pkg.code })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      createPackage(test.db, world.alice, { title: 'x', project, status: 'awarded' }),
    ).rejects.toBeInstanceOf(ZodError);
    await expect(createPackage(test.db, world.alice, { title: 'x', project: 'NOPE' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
