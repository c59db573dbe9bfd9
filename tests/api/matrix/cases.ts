import { sql } from 'kysely';
import { withdrawApproval } from '../../../server/approvals/withdraw-approval.ts';
import type { Role, Scope } from '../../../server/users/role.policy.ts';
import type { Sent } from './call-endpoint.ts';
import { filingCases } from './filing-cases.ts';
import type { MatrixWorld } from './matrix-world.ts';
import { outgoingCases } from './outgoing-cases.ts';

type Given = Pick<Sent, 'params' | 'query' | 'body'>;
type Make = (m: MatrixWorld) => Promise<Given> | Given;

/** What the matrix cannot read from an endpoint's description. */
export type Case = {
  /** The least role that may call it at all. */
  least: Role;
  /** Who succeeds, where the role alone is not enough (a decider). */
  as?: Role;
  status: number;
  /** A scope that is enough as well: an admin may do to all what others do to their own. */
  orScope?: Scope;
  /** Who is told that there is nothing (404), where others are refused first (403). */
  seeks?: Role;
  /** A call that succeeds, on fresh rows. */
  given: Make;
  /** Calls that meet a conflict, by what it is. */
  conflicts?: Record<string, Make>;
  /** Paths that name nothing, beside those that are tried everywhere. */
  unknown?: string[][];
  /** Parameters after the first that name nothing on an existing row. */
  unknownAfter?: string[];
  /** The call that bad input is put into, where `given` is not the one. */
  bad?: Make;
  /** Fields that may hold a megabyte. */
  long?: string[];
  /** Fields inside lists and objects, by path: they join the bad input's fields. */
  inside?: string[];
};

const stale = 99_999;

async function decided(m: MatrixWorld, requester: Role = 'analyst'): Promise<string> {
  const code = await m.approval(requester);
  await withdrawApproval(m.database.db, m.person(requester), code, {});
  return code;
}

const decision: Record<string, Make> = {
  'decided already': async (m) => ({ params: [await decided(m)], body: { reason: 'x' } }),
  'stale version': async (m) => ({ params: [await m.approval()], body: { reason: 'x', expectedVersion: stale } }),
};

const EVIDENCE = ['evidence.0', 'evidence.0.id', 'evidence.0.quote', 'evidence.0.package'];

/** Every endpoint but those open to everyone, by `method path`; the matrix fails where one is missing. */
export const CASES: Record<string, Case> = {
  'post /api/chat': {
    least: 'viewer',
    status: 200,
    given: async (m) => (
      await m.pkg(),
      { body: { query: 'Which packages are on hold?' }, headers: { accept: 'application/json' } }
    ),
  },
  'get /api/comments': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ query: `about=task:${(await m.comment('operator')).about}` }),
  },
  'post /api/comments': {
    least: 'operator',
    status: 201,
    given: async (m) => ({ body: { about: await m.task(), text: 'Drawings came, @alice.' } }),
  },
  'patch /api/comments/{id}': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [(await m.comment('operator')).id], body: { text: 'Drawings came today.' } }),
    conflicts: {
      'stale version': async (m) => ({
        params: [(await m.comment('operator')).id],
        body: { text: 'x', expectedVersion: stale },
      }),
    },
  },
  'delete /api/comments/{id}': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [(await m.comment('operator')).id] }),
  },
  'get /api/notifications': {
    least: 'viewer',
    status: 200,
    given: async (m) => (await m.notification('viewer'), {}),
  },
  'post /api/notifications/{id}/read': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: [await m.notification('viewer')] }),
    unknown: [['preferences'], ['read-all']],
  },
  'post /api/notifications/read-all': { least: 'viewer', status: 200, given: () => ({}) },
  'get /api/notifications/preferences': { least: 'viewer', status: 200, given: () => ({}) },
  'patch /api/notifications/preferences': {
    least: 'viewer',
    status: 200,
    given: () => ({ body: { digest: false } }),
  },
  'get /api/packages': { least: 'viewer', status: 200, given: async (m) => (await m.pkg(), {}) },
  'post /api/packages': {
    least: 'analyst',
    status: 201,
    given: async (m) => ({ body: { title: 'Cables', project: await m.project(), budgetAmount: '100.00' } }),
    conflicts: {
      'taken code': async (m) => {
        const { code } = await m.pkg();
        return { body: { title: 'Cables', code, project: await m.project() } };
      },
    },
    inside: ['customFields.Colour'],
  },
  'get /api/packages/{idOrCode}': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: [(await m.pkg()).code] }),
  },
  'patch /api/packages/{idOrCode}': {
    least: 'operator',
    status: 202,
    given: async (m) => ({ params: [(await m.pkg()).code], body: { deliveryDate: '2027-05-01', reason: 'Late.' } }),
    conflicts: {
      'stale version': async (m) => ({
        params: [(await m.pkg()).code],
        body: { title: 'Other', expectedVersion: stale },
      }),
      'step not in the table': async (m) => ({
        params: [(await m.pkg()).code],
        body: { status: 'delivered', reason: 'x' },
      }),
    },
    inside: ['customFields.Colour', ...EVIDENCE],
  },
  'get /api/approvals': { least: 'viewer', status: 200, given: async (m) => (await m.approval(), {}) },
  'get /api/approvals/{idOrCode}': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: [await m.approval()] }),
  },
  'patch /api/approvals/{idOrCode}': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.approval()], body: { patch: { deliveryDate: '2027-06-01' } } }),
    conflicts: {
      'decided already': async (m) => ({ params: [await decided(m)], body: { reason: 'x' } }),
      'stale version': async (m) => ({ params: [await m.approval()], body: { reason: 'x', expectedVersion: stale } }),
    },
    inside: [
      'patch.title',
      'patch.description',
      'patch.vendor',
      'patch.deliveryDate',
      'patch.budgetAmount',
      'remove.0',
    ],
  },
  'post /api/approvals/{idOrCode}/approve': {
    least: 'operator',
    as: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.approval()], body: { reason: 'Agreed.' } }),
    conflicts: {
      ...decision,
      superseded: async (m) => {
        const code = await m.approval();
        await sql`update packages set delivery_date = '2027-01-01' where id = (select package_id from approvals where code = ${code})`.execute(
          m.database.db,
        );
        return { params: [code], body: { reason: 'x' } };
      },
    },
  },
  'post /api/approvals/{idOrCode}/reject': {
    least: 'operator',
    as: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.approval()], body: { reason: 'Too late.' } }),
    conflicts: decision,
  },
  'post /api/approvals/{idOrCode}/withdraw': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.approval('operator')], body: {} }),
    conflicts: {
      'decided already': async (m) => ({ params: [await decided(m, 'operator')], body: {} }),
      'stale version': async (m) => ({ params: [await m.approval('operator')], body: { expectedVersion: stale } }),
    },
  },
  'get /api/tasks': { least: 'viewer', status: 200, given: async (m) => (await m.task(), {}) },
  'post /api/tasks': {
    least: 'operator',
    status: 201,
    given: async (m) => ({ body: { package: (await m.pkg()).code, title: 'Call', dueDate: '2026-12-01' } }),
    conflicts: {
      'package is closed': async (m) => ({
        body: { package: (await m.pkg({ status: 'closed' })).code, title: 'Call' },
      }),
    },
    inside: EVIDENCE,
  },
  'get /api/tasks/{idOrCode}': { least: 'viewer', status: 200, given: async (m) => ({ params: [await m.task()] }) },
  'patch /api/tasks/{idOrCode}': {
    least: 'operator',
    status: 200,
    given: async (m) => ({ params: [await m.task()], body: { status: 'in_progress' } }),
    conflicts: {
      'stale version': async (m) => ({ params: [await m.task()], body: { title: 'x', expectedVersion: stale } }),
      'move not allowed': async (m) => {
        const code = await m.task();
        await sql`update tasks set status = 'cancelled', closed_at = now() where code = ${code}`.execute(m.database.db);
        return { params: [code], body: { status: 'done' } };
      },
    },
  },
  'get /api/search': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ query: `q=${encodeURIComponent((await m.vendor()).name)}` }),
  },
  'get /api/vendors': { least: 'viewer', status: 200, given: async (m) => (await m.vendor(), {}) },
  'post /api/vendors': {
    least: 'analyst',
    status: 201,
    given: (m) => ({ body: { name: `Weißenfels Kälte ${m.next()}`, country: 'DE' } }),
    conflicts: { 'taken name': async (m) => ({ body: { name: (await m.vendor()).name.toUpperCase() } }) },
  },
  'get /api/vendors/{idOrName}': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: [(await m.vendor()).name] }),
  },
  'patch /api/vendors/{idOrName}': {
    least: 'operator',
    status: 202,
    given: async (m) => ({ params: [(await m.vendor()).id], body: { domains: [`v${m.next()}.example`] } }),
    conflicts: {
      'stale version': async (m) => ({
        params: [(await m.vendor()).id],
        body: { domains: [`v${m.next()}.example`], expectedVersion: stale },
      }),
    },
    inside: ['domains.0'],
  },
  'get /api/projects': { least: 'viewer', status: 200, given: async (m) => (await m.project(), {}) },
  'post /api/projects': {
    least: 'admin',
    status: 201,
    given: (m) => ({ body: { code: `NP${m.next()}`, name: 'New', timeZone: 'Europe/London', currency: 'EUR' } }),
    conflicts: {
      'taken code': async (m) => ({
        body: { code: await m.project(), name: 'New', timeZone: 'UTC', currency: 'EUR' },
      }),
    },
    inside: ['workDays.0', 'holidays.0', 'thresholds.EUR'],
  },
  'get /api/projects/{idOrCode}': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: [await m.project()] }),
  },
  'patch /api/projects/{idOrCode}': {
    least: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.project()], body: { name: 'Renamed' } }),
    conflicts: {
      'stale version': async (m) => ({ params: [await m.project()], body: { name: 'x', expectedVersion: stale } }),
    },
    inside: ['workDays.0', 'holidays.0', 'thresholds.EUR'],
  },
  'get /api/audit/{entityType}/{idOrCode}': {
    least: 'viewer',
    status: 200,
    given: async (m) => ({ params: ['approval', await m.approval()] }),
    unknown: [
      ['nonsense', 'P-001'],
      ['package', 'M-99999999'],
      ['vendor', 'Nobody Ltd'],
      ['', ''],
    ],
  },
  'get /api/audit/export': { least: 'admin', status: 200, given: async (m) => (await m.approval(), {}) },
  ...filingCases,
  ...outgoingCases,
  'get /api/sources': { least: 'admin', status: 200, given: () => ({}) },
  'post /api/sources/check': { least: 'admin', status: 200, given: () => ({ body: { name: 'api' } }) },
  'get /api/assistant/usage': { least: 'admin', status: 200, given: () => ({}) },
  'post /api/assistant/replays': {
    least: 'admin',
    status: 202,
    given: () => ({ body: { provider: 'rules', since: '2026-01-01', limit: 10 } }),
  },
  'get /api/assistant/replays/{id}': {
    least: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.replay()] }),
  },
  'get /api/jobs': { least: 'admin', status: 200, given: async (m) => (await m.deadJob(), {}) },
  'post /api/jobs/{id}/retry': {
    least: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.deadJob()] }),
    conflicts: { 'not dead': async (m) => ({ params: [await droppedJob(m)] }) },
  },
  'post /api/jobs/{id}/drop': {
    least: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.deadJob()] }),
    conflicts: { 'not dead': async (m) => ({ params: [await droppedJob(m)] }) },
  },
  'get /api/me': { least: 'viewer', status: 200, given: () => ({}) },
  'get /api/users': { least: 'viewer', status: 200, given: () => ({}) },
  'post /api/users': {
    least: 'admin',
    status: 201,
    given: (m) => ({ body: { email: `new${m.next()}@northgate.example`, name: 'New', role: 'operator' } }),
    conflicts: {
      'taken address': (m) => ({ body: { email: m.world.vera.email.toUpperCase(), name: 'New', role: 'viewer' } }),
    },
  },
  'get /api/users/{idOrEmail}': { least: 'viewer', status: 200, given: (m) => ({ params: [m.world.bob.email] }) },
  'patch /api/users/{idOrEmail}': {
    least: 'viewer',
    orScope: 'admin',
    seeks: 'admin',
    status: 200,
    given: () => ({ params: ['me'], body: { timeZone: 'Europe/London' } }),
    conflicts: { 'stale version': () => ({ params: ['me'], body: { name: 'x', expectedVersion: stale } }) },
    bad: (m) => ({ params: [m.world.alice.email], body: { title: 'Lead buyer' } }),
    inside: ['decisionLimit.amount', 'decisionLimit.currency'],
  },
  'get /api/tokens': { least: 'viewer', status: 200, given: async (m) => (await m.token(), {}) },
  'post /api/tokens': {
    least: 'viewer',
    status: 201,
    given: () => ({ body: { name: 'ci', scopes: ['write'] } }),
    inside: ['scopes.0'],
  },
  'delete /api/tokens/{id}': {
    least: 'viewer',
    orScope: 'admin',
    status: 200,
    given: async (m) => ({ params: [await m.token()] }),
  },
};

async function droppedJob(m: MatrixWorld): Promise<string> {
  const id = await m.deadJob();
  await sql`update jobs set status = 'dropped' where id = ${id}`.execute(m.database.db);
  return id;
}
