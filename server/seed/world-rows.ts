import { randomUUID } from 'node:crypto';
import { DEFAULT_THRESHOLDS } from '../approvals/approval-level.policy.ts';
import { addWorkingDays, DEFAULT_CALENDAR } from '../dates/calendar.policy.ts';
import { packageState } from '../packages/package.columns.ts';
import type { Role } from '../users/role.policy.ts';
import { approvalRow } from './world-approvals.ts';
import { packageRow } from './world-packages.ts';
import type { World } from './world.schema.ts';

/** A row as it is inserted; each with its `id`. */
export type Row = Record<string, unknown>;
export type Named = string | { email: string; name: string };

/** Every row of a world, and what people read for an id. */
export type WorldRows = {
  users: Row[];
  projects: Row[];
  thresholds: Row[];
  vendors: Row[];
  domains: Row[];
  packages: Row[];
  tasks: Row[];
  approvals: Row[];
  decisions: Row[];
  shown: (id: unknown) => Named | null;
};

/** Working days after which a pending approval expires (PRODUCT.md, Approval). */
const EXPIRY_DAYS = 20;

function roleOf(role: string): Role {
  if (role === 'approver') return 'admin';
  return role === 'viewer' ? 'viewer' : 'analyst';
}

/** The people of a world as rows of `users`. They have no password: somebody resets it, or they only stand there. */
export function peopleRows(world: World): Row[] {
  return world.users.map(({ email, name, title, role }) => ({
    id: randomUUID(),
    email,
    name,
    title,
    role: roleOf(role),
    password_hash: null,
    time_zone: world.timezone,
  }));
}

function projectRow(world: World, named: { code: string; name: string } | undefined): Row {
  const counts = new Map<string, number>();
  for (const { currency } of world.packages) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const currency = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'EUR';
  const word = /[A-Z][A-Z0-9]*/.exec(world.company.toUpperCase())?.[0].slice(0, 20) ?? 'MAIN';
  return { id: randomUUID(), code: word, name: world.company, ...named, time_zone: world.timezone, currency };
}

function vendorRows(world: World): { vendors: Row[]; domains: Row[] } {
  const vendors = new Map<string, Row>();
  const domains = new Map<string, Row>();
  for (const { vendor, vendorDomain } of world.packages) {
    if (!vendor) continue;
    const row = vendors.get(vendor.toLowerCase()) ?? { id: randomUUID(), name: vendor };
    vendors.set(vendor.toLowerCase(), row);
    if (vendorDomain && !domains.has(vendorDomain))
      domains.set(vendorDomain, { domain: vendorDomain, vendor_id: row.id });
  }
  return { vendors: [...vendors.values()], domains: [...domains.values()] };
}

type Lookups = {
  project: Row;
  /** By id in the world or address. */
  user: (ref: string | null | undefined) => string | null;
  vendor: (name: string | null | undefined) => string | null;
  shown: WorldRows['shown'];
  package: (code: string, wanted: string) => Row;
};

function taskRows(world: World, lookups: Lookups): Row[] {
  const now = new Date().toISOString();
  return world.tasks.map((task) => ({
    id: randomUUID(),
    code: task.id,
    package_id: lookups.package(task.package, task.id).id,
    project_id: lookups.project.id,
    title: task.title,
    status: task.status,
    assignee_id: lookups.user(task.assignee),
    due_date: task.due ?? null,
    first_due_date: task.due ?? null,
    source: 'api',
    closed_at: task.status === 'done' || task.status === 'cancelled' ? now : null,
  }));
}

function approvalRows(world: World, lookups: Lookups, expire: boolean): { approvals: Row[]; decisions: Row[] } {
  const approvals: Row[] = [];
  const decisions: Row[] = [];
  for (const approval of world.approvals) {
    const { user, vendor } = lookups;
    const pkg = packageState(lookups.package(approval.package, approval.id));
    const shown = (id: string) => lookups.shown(id) ?? id;
    const row = approvalRow(approval, { pkg, thresholds: { ...DEFAULT_THRESHOLDS }, user, vendor, shown });
    const lastDay = addWorkingDays(approval.created, EXPIRY_DAYS, DEFAULT_CALENDAR);
    const id = randomUUID();
    approvals.push({ id, ...row, expires_at: expire && row.status === 'pending' ? `${lastDay}T23:59:59Z` : null });
    const decider = user(approval.approver);
    if (decider && (row.status === 'applied' || row.status === 'rejected')) {
      const decision = row.status === 'applied' ? 'approve' : 'reject';
      decisions.push({ approval_id: id, user_id: decider, decision, decided_at: row.decided_at });
    }
  }
  return { approvals, decisions };
}

/**
 * A world as rows (PRODUCT.md, Demo). `users` are its people with the ids they have or get; `expire` gives pending
 * approvals their twenty working days (a world loaded as it stands keeps them for good).
 */
export function worldRows(
  world: World,
  users: Row[],
  { named, expire }: { named?: { code: string; name: string }; expire: boolean },
): WorldRows {
  const project = projectRow(world, named);
  const { vendors, domains } = vendorRows(world);
  const addressOf = new Map(world.users.map((user) => [user.id, user.email]));
  const byAddress = new Map(users.map((row) => [row.email, row]));
  const byVendor = new Map(vendors.map((row) => [String(row.name).toLowerCase(), String(row.id)]));
  const names = new Map<unknown, Named>([
    [project.id, String(project.code)],
    ...vendors.map((row) => [row.id, String(row.name)] as const),
    ...users.map((row) => [row.id, { email: String(row.email), name: String(row.name) }] as const),
  ]);
  const user: Lookups['user'] = (ref) => {
    const row = byAddress.get(addressOf.get(ref ?? '') ?? ref?.toLowerCase());
    return row ? String(row.id) : null;
  };
  const vendor: Lookups['vendor'] = (name) => byVendor.get(name?.toLowerCase() ?? '') ?? null;
  const packages: Row[] = world.packages.map((one) => ({
    id: randomUUID(),
    description: '',
    custom_fields: {},
    ...packageRow(one, { project: String(project.id), user, vendor }),
  }));
  const byCode = new Map(packages.map((row) => [row.code, row]));
  const lookups: Lookups = {
    project,
    user,
    vendor,
    shown: (id) => names.get(id) ?? null,
    package(code, wanted) {
      const row = byCode.get(code);
      if (!row) throw new Error(`${wanted}: there is no package ${code} in this world.`);
      return row;
    },
  };
  const thresholds = Object.entries(DEFAULT_THRESHOLDS).map(([currency, amount]) => ({
    project_id: project.id,
    currency,
    amount,
  }));
  return {
    users,
    projects: [project],
    thresholds,
    vendors,
    domains,
    packages,
    tasks: taskRows(world, lookups),
    ...approvalRows(world, lookups, expire),
    shown: lookups.shown,
  };
}
