import { randomUUID } from 'node:crypto';
import { must } from './call-api.ts';
import { emailOf, type Person } from './people.ts';

export interface PackageRow {
  id: string;
  code: string;
  title: string;
  status: string;
  version: number;
  [field: string]: unknown;
}
export interface ApprovalRow {
  id: string;
  code: string;
  status: string;
  version: number;
  level: string;
  requiredDecisions: number;
}
export interface TaskRow {
  id: string;
  code: string;
}

/** A day as `YYYY-MM-DD`, so many days from today (UTC). */
export function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

/** A word that no other row has. */
export const word = () => `x${randomUUID().slice(0, 8)}`;

/** A draft of its own, bought by Alice unless told otherwise. */
export function newPackage(fields: Record<string, unknown> = {}): Promise<PackageRow> {
  return must<PackageRow>('alice', 'POST', '/api/packages', {
    title: `Valves ${word()}`,
    project: 'NORTHGATE',
    type: 'goods',
    buyer: emailOf('alice'),
    currency: 'EUR',
    budgetAmount: '400000.00',
    deliveryDate: day(120),
    requiredOnSite: day(200),
    ...fields,
  });
}

/** Proposes a change by the API. */
export function propose(person: Person, code: string, body: Record<string, unknown>): Promise<ApprovalRow> {
  return must<ApprovalRow>(person, 'PATCH', `/api/packages/${code}`, body);
}

/** Approves by the API with a reason. */
export function approve(person: Person, code: string): Promise<ApprovalRow> {
  return must<ApprovalRow>(person, 'POST', `/api/approvals/${code}/approve`, { reason: 'Agreed' });
}

const STEPS = [
  { status: 'planned', reason: 'Scope is clear' },
  { status: 'rfq_issued', bidDueDate: day(10), reason: 'Specification is frozen' },
  { status: 'bids_received', reason: 'Three bids are in' },
  { status: 'evaluation', reason: 'Opened before the due date, all bidders agreed' },
] as const;

/** A package of its own that has gone the way up to a status, by proposals of Alice that Charlie approved. */
export async function packageIn(
  status: (typeof STEPS)[number]['status'],
  fields: Record<string, unknown> = {},
): Promise<PackageRow> {
  const pkg = await newPackage(fields);
  for (const step of STEPS) {
    const approval = await propose('alice', pkg.code, step);
    if (approval.status === 'pending') await approve('charlie', approval.code);
    if (approval.requiredDecisions === 2) await approve('chidi', approval.code);
    if (step.status === status) break;
  }
  return getPackage(pkg.code);
}

export function getPackage(code: string): Promise<PackageRow> {
  return must<PackageRow>('alice', 'GET', `/api/packages/${code}`);
}

/** A task of its own on a package. */
export function newTask(fields: Record<string, unknown>): Promise<TaskRow> {
  return must<TaskRow>('alice', 'POST', '/api/tasks', { title: `Chase ${word()}`, ...fields });
}

/** What happened to an entity, newest first. */
export async function timelineOf(entityType: string, ref: string): Promise<{ eventType: string; entityId: string }[]> {
  const { items } = await must<{ items: { eventType: string; entityId: string }[] }>(
    'alice',
    'GET',
    `/api/audit/${entityType}/${ref}?limit=200`,
  );
  return items;
}
