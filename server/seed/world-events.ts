import type { EventInput } from '../audit/record-event.ts';
import type { Row, WorldRows } from './world-rows.ts';

function pick(row: Row, fields: Record<string, string>): Row {
  const entries = Object.entries(fields).map(([name, column]) => [name, row[column] ?? null] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

const USER = { email: 'email', name: 'name', title: 'title', role: 'role' };
const PROJECT = { code: 'code', name: 'name', timeZone: 'time_zone', currency: 'currency' };
const PACKAGE = { code: 'code', title: 'title', type: 'type', status: 'status', currency: 'currency' };
const TASK = { code: 'code', title: 'title', status: 'status', dueDate: 'due_date' };
const APPROVAL = { code: 'code', patch: 'patch_shown', level: 'level', status: 'status' };

/** One `…_created` event for each loaded row, so that no timeline is empty and every head has its chain. */
export function createdEvents(rows: WorldRows, newUsers: readonly Row[]): EventInput[] {
  const { shown } = rows;
  const codes = new Map(rows.packages.map((row) => [row.id, row.code]));
  const event = (entityType: EventInput['entityType'], row: Row, after: Row): EventInput => ({
    entityType,
    entityId: String(row.id),
    eventType: `${entityType}_created`,
    packageId: typeof row.package_id === 'string' ? row.package_id : null,
    after,
  });
  const domainsOf = (id: unknown) => rows.domains.filter((row) => row.vendor_id === id).map((row) => row.domain);
  return [
    ...newUsers.map((row) => event('user', row, pick(row, USER))),
    ...rows.projects.map((row) => event('project', row, pick(row, PROJECT))),
    ...rows.vendors.map((row) => event('vendor', row, { name: row.name, domains: domainsOf(row.id) })),
    ...rows.packages.map((row) =>
      event('package', row, { ...pick(row, PACKAGE), vendor: shown(row.vendor_id), buyer: shown(row.buyer_id) }),
    ),
    ...rows.tasks.map((row) =>
      event('task', row, { ...pick(row, TASK), package: codes.get(row.package_id), assignee: shown(row.assignee_id) }),
    ),
    ...rows.approvals.map((row) =>
      event('approval', row, {
        ...pick(row, APPROVAL),
        package: codes.get(row.package_id),
        requestedBy: shown(row.requested_by),
      }),
    ),
  ];
}
