import pg from 'pg';
import type { UserActor } from '../server/actor.ts';
import { approvalListInput } from '../server/approvals/approval.schema.ts';
import { listApprovalsJson } from '../server/approvals/approval.queries.ts';
import { getTimeline } from '../server/audit/get-timeline.ts';
import type { Db } from '../server/db.ts';
import { listEmailsJson } from '../server/emails/email.queries.ts';
import { listEmailsInput } from '../server/emails/email.schema.ts';
import { countMatchingPackages, listPackageRows } from '../server/packages/package-page.queries.ts';
import { countPackagesByStatus, getPackageJson, listPackagesJson } from '../server/packages/package.queries.ts';
import { packageListInput } from '../server/packages/package.schema.ts';
import { listTasksJson } from '../server/tasks/task.queries.ts';
import { taskListInput } from '../server/tasks/task.schema.ts';
import { listVendorsJson } from '../server/vendors/vendor.queries.ts';
import { vendorListInput } from '../server/vendors/vendor.schema.ts';
import { captureSql } from './queries.ts';

export type Explained = { name: string; milliseconds: number; planning: number; plan: string };

/** The lists as people and tools ask for them, each by the function that the product calls. */
function lists(actor: UserActor): Record<string, (db: Db) => Promise<unknown>> {
  const packages = (query: Record<string, string>) => packageListInput.parse({ limit: '100', ...query });
  const nextPage = async (db: Db, query: Record<string, string>) => {
    const first = JSON.parse(await listPackagesJson(db, actor.userId, packages(query))) as { nextCursor: string };
    return listPackagesJson(db, actor.userId, packages({ ...query, cursor: first.nextCursor }));
  };
  const tasks = (query: Record<string, string>) => (db: Db) =>
    listTasksJson(db, actor.userId, taskListInput.parse(query));
  return {
    'packages, first 100': (db) => listPackagesJson(db, actor.userId, packages({})),
    'packages, next page': (db) => nextPage(db, {}),
    'packages by -updatedAt': (db) => listPackagesJson(db, actor.userId, packages({ sort: '-updatedAt' })),
    'packages by deliveryDate': (db) => listPackagesJson(db, actor.userId, packages({ sort: 'deliveryDate' })),
    'packages by budgetAmount': (db) => listPackagesJson(db, actor.userId, packages({ sort: 'budgetAmount' })),
    'packages, status filter': (db) => listPackagesJson(db, actor.userId, packages({ status: 'awarded,po_issued' })),
    'packages, q=switchgear': (db) => listPackagesJson(db, actor.userId, packages({ q: 'switchgear' })),
    'packages, q=45012': (db) => listPackagesJson(db, actor.userId, packages({ q: '45012' })),
    'packages, limit 1000': (db) => listPackagesJson(db, actor.userId, packages({ limit: '1000' })),
    'one package': (db) => getPackageJson(db, 'P-00001'),
    'packages page, rows': (db) => listPackageRows(db, actor.userId, packages({})),
    'packages page, count': (db) => countMatchingPackages(db, actor.userId, packages({}), 1001),
    'packages page, statuses': (db) => countPackagesByStatus(db),
    'tasks, first 50': tasks({}),
    'tasks, overdue': tasks({ overdue: 'true' }),
    'tasks, overdue and mine': tasks({ overdue: 'true', assignee: 'me' }),
    'tasks of a package': tasks({ package: 'P-00001' }),
    'tasks, q=certificate': tasks({ q: 'certificate' }),
    'approvals, pending': (db) => listApprovalsJson(db, actor.userId, approvalListInput.parse({ status: 'pending' })),
    'approvals, all': (db) => listApprovalsJson(db, actor.userId, approvalListInput.parse({})),
    'emails, first 50': (db) => listEmailsJson(db, actor, listEmailsInput.parse({})),
    'emails, q=certificat': (db) => listEmailsJson(db, actor, listEmailsInput.parse({ q: 'certificat' })),
    'audit of a package': (db) => getTimeline(db, actor, 'package', 'P-00001', {}),
    vendors: (db) => listVendorsJson(db, vendorListInput.parse({})),
  };
}

type Plan = { 'Execution Time': number; 'Planning Time': number };

/** EXPLAIN ANALYZE of every statement of every list: the quickest of nine runs (the others measure what else the machine does), the slowest statement of each list. */
export async function explainLists(url: string, userId: string): Promise<Explained[]> {
  const actor: UserActor = {
    kind: 'user',
    userId,
    email: 'person1@northgate.example',
    name: 'Person 1',
    role: 'analyst',
    timeZone: 'Europe/Berlin',
    scopes: null,
    tokenId: null,
    via: 'api',
    ai: false,
  };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const explained: Explained[] = [];
  try {
    for (const [name, list] of Object.entries(lists(actor))) {
      const found: Explained[] = [];
      for (const { text, values } of await captureSql(url, list)) {
        const plans: Plan[] = [];
        for (let n = 0; n < 9; n++) {
          const { rows } = await client.query<{ 'QUERY PLAN': Plan[] }>(
            `explain (analyze, format json) ${text}`,
            values,
          );
          plans.push(rows[0]!['QUERY PLAN'][0]!);
        }
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(
          `explain (analyze, buffers, costs off) ${text}`,
          values,
        );
        found.push({
          name,
          milliseconds: Math.min(...plans.map((plan) => plan['Execution Time'])),
          planning: Math.min(...plans.map((plan) => plan['Planning Time'])),
          plan: rows.map((row) => row['QUERY PLAN']).join('\n'),
        });
      }
      const slowest = found.sort((a, b) => b.milliseconds - a.milliseconds)[0];
      if (slowest) explained.push(slowest);
    }
  } finally {
    await client.end();
  }
  return explained;
}
