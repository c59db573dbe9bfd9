import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../server/audit/verify-audit.ts';
import { setEnv } from '../../../server/env.ts';
import { seedDemo } from '../../../server/seed/seed-demo.ts';
import { seedWorld } from '../../../server/seed/seed-world.ts';
import { trustedReceivers } from '../../../server/settings/settings.queries.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const world = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../../server/seed/northgate.json'), 'utf8'),
) as { packages: Record<string, unknown>[]; users: Record<string, string>[] };
const AS_IT_STANDS = { shiftToToday: false, demoPeople: false };

let test: TestDatabase;

beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  setEnv({ PMIS_NOW: undefined });
  await test.drop();
});

async function packageRow(code: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select p.*, v.name as vendor, b.email as buyer from packages p left join vendors v on v.id = p.vendor_id
    left join users b on b.id = p.buyer_id where p.code = ${code}`.execute(test.db);
  return rows[0]!;
}

describe('seedWorld', () => {
  it('loads a world as it stands', async () => {
    expect(await seedWorld(test.db, world, AS_IT_STANDS)).toEqual({
      users: 11,
      vendors: 22,
      packages: 24,
      tasks: 12,
      approvals: 4,
    });
    expect(await packageRow('P-001')).toMatchObject({
      title: 'Main Power Transformers 132/33 kV',
      type: 'goods',
      status: 'evaluation',
      vendor: 'Voltara Energy',
      buyer: 'priya.raman@northgate.example',
      currency: 'EUR',
      budget_amount: 420_000_000,
      contract_amount: null,
      bid_due_date: '2026-02-20',
      bid_due_date_plan: '2026-02-20',
      bid_due_date_actual: '2026-02-20',
      award_date: '2026-04-10',
      award_date_actual: null,
      plan_frozen: true,
      contract_frozen: false,
    });
    expect(await packageRow('P-009')).toMatchObject({
      delivery_date: '2026-02-16',
      delivery_date_actual: '2026-02-16',
      contract_frozen: true,
    });
    expect(await packageRow('P-018')).toMatchObject({
      status: 'on_hold',
      held_from: 'planned',
      status_path: ['draft', 'planned'],
    });
    const types = await sql<{
      code: string;
      type: string;
    }>`select code, type from packages where code like 'WP-%' order by code`.execute(test.db);
    expect(types.rows.map((row) => row.type)).toEqual(['works', 'goods', 'works', 'works', 'services', 'works']);
    const roles = await sql<{
      name: string;
      role: string;
    }>`select name, role from users where name in ('Marcus Hale', 'Nora Finch', 'Elena Marsh') order by name`.execute(
      test.db,
    );
    expect(roles.rows.map((row) => row.role)).toEqual(['analyst', 'admin', 'viewer']);
    expect(await trustedReceivers(test.db)).toContain('mx.northgate.example');
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true, events: 11 + 1 + 22 + 24 + 12 + 4 });
  });

  it('keeps the codes, whose turn it is and who decided, and counts on after them', async () => {
    await seedWorld(test.db, world, AS_IT_STANDS);
    const { rows } = await sql<Record<string, unknown>>`
      select a.code, a.status, t.name as turn, d.decision, u.name as decider from approvals a
      left join users t on t.id = a.turn_user_id left join approval_decisions d on d.approval_id = a.id
      left join users u on u.id = d.user_id order by a.code`.execute(test.db);
    expect(rows).toEqual([
      { code: 'AR-31', status: 'pending', turn: 'Marcus Hale', decision: null, decider: null },
      { code: 'AR-32', status: 'pending', turn: 'Marcus Hale', decision: null, decider: null },
      { code: 'AR-33', status: 'rejected', turn: null, decision: 'reject', decider: 'Marcus Hale' },
      { code: 'AR-34', status: 'applied', turn: null, decision: 'approve', decider: 'Elena Marsh' },
    ]);
    const next = await sql<{ task: number; approval: number }>`
      select nextval('task_codes') as task, nextval('approval_codes') as approval`.execute(test.db);
    expect(next.rows[0]).toEqual({ task: 113, approval: 35 });
  });

  it('refuses a database with packages, and a file that is no world, and leaves nothing', async () => {
    await expect(seedWorld(test.db, { ...world, timezone: 'Mars/Olympus' }, AS_IT_STANDS)).rejects.toMatchObject({
      code: 'invalid',
    });
    const broken = { ...world, tasks: [{ id: 'T-1', title: 'x', package: 'P-999', status: 'open' }] };
    await expect(seedWorld(test.db, broken, AS_IT_STANDS)).rejects.toThrow(/P-999/);
    await seedWorld(test.db, world, AS_IT_STANDS);
    await expect(seedWorld(test.db, world, AS_IT_STANDS)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('seedDemo', () => {
  it.each(['2026-11-21T10:00:00Z', '2027-02-28T23:30:00Z'])(
    'moves the world to %s, on working days, with people, proposals, tasks and mail',
    async (now) => {
      setEnv({ PMIS_NOW: now });
      await seedDemo(test.db);
      const { rows } = await sql<Record<string, number>>`
      select (select count(*)::int from users where password_hash is not null) as demo,
        (select count(*)::int from emails) as mails,
        (select count(*)::int from approvals where status = 'pending') as pending,
        (select count(*)::int from packages where extract(isodow from bid_due_date) > 5) as weekend,
        (select count(*)::int from tasks where status = 'open' and due_date < ${now}::date) as overdue,
        (select count(*)::int from events where event_type = 'task_escalated') as escalated`.execute(test.db);
      expect(rows[0]).toMatchObject({ demo: 5, mails: 4, weekend: 0 });
      expect(rows[0]!.pending).toBeGreaterThanOrEqual(3);
      expect(rows[0]!.overdue).toBeGreaterThan(1);
      expect(rows[0]!.escalated).toBe(rows[0]!.overdue);
      expect(await packageRow('P-001')).toMatchObject({ status: 'evaluation', contract_amount: null });
      expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
    },
  );
});
