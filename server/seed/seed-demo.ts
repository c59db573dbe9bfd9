import type { UserActor } from '../actor.ts';
import { approveApproval } from '../approvals/decide-approval.ts';
import { today } from '../clock.ts';
import { addDays } from '../dates/date.policy.ts';
import type { Db } from '../db.ts';
import { receiveEmail } from '../emails/receive-email.ts';
import { getPackageState } from '../packages/package.queries.ts';
import { proposeChange } from '../packages/propose-change.ts';
import { checkOverdue } from '../tasks/check-overdue.ts';
import { createTask } from '../tasks/create-task.ts';
import { setDemoLoading } from '../settings/settings.queries.ts';
import { getUser } from '../users/user.queries.ts';
import { demoMails } from './demo-mails.ts';
import northgate from './northgate.json' with { type: 'json' };
import { type Seeded, seedWorld } from './seed-world.ts';

const SEED = { kind: 'system', name: 'seed', via: 'cli' } as const;

async function actorOf(db: Db, name: string): Promise<UserActor> {
  const user = await getUser(db, `${name}@northgate.example`);
  if (!user) throw new Error(`${name} is not among the demo people.`);
  const { id: userId, email, name: fullName, role, timeZone } = user;
  return {
    kind: 'user',
    userId,
    email,
    name: fullName,
    role,
    timeZone,
    scopes: null,
    tokenId: null,
    via: 'ui',
    ai: false,
  };
}

/** Proposals in each state, by the operations that people use. P-001 is left for the newcomer's walk. */
async function makeProposals(db: Db, alice: UserActor, charlie: UserActor): Promise<void> {
  const propose = (code: string, body: object) => proposeChange(db, alice, { package: code, body });
  await propose('P-006', { poNumber: 'PO-4500017206', reason: 'Number reserved with finance' });
  const delivery = (await getPackageState(db, 'P-010'))?.deliveryDate;
  if (delivery) {
    const late = await propose('P-010', {
      deliveryDate: addDays(delivery, 14),
      reason: 'AquaPura: the membranes leave the works two weeks later',
    });
    await approveApproval(db, charlie, late.id, { reason: 'Float is enough; agreed with planning.' });
  }
  await propose('P-017', { status: 'evaluation', reason: 'Four bids in, all complete' });
}

async function makeTasks(db: Db, alice: UserActor, bob: UserActor, day: string): Promise<void> {
  const tasks = [
    {
      package: 'P-001',
      title: 'Prepare award recommendation for the transformers',
      assignee: alice.email,
      dueDate: day,
      priority: 'high',
    },
    {
      package: 'P-007',
      title: 'Check chiller noise guarantee with the vendor',
      assignee: alice.email,
      dueDate: addDays(day, -2),
    },
    {
      package: 'P-016',
      title: 'Send packing list to the freight forwarder',
      assignee: bob.email,
      dueDate: addDays(day, 3),
    },
    {
      package: 'P-005',
      title: 'Chase Ironbridge for the galvanising report',
      assignee: bob.email,
      dueDate: addDays(day, -4),
    },
  ];
  for (const task of tasks) await createTask(db, alice, task);
}

/**
 * Loads the demo: project Northgate with its dates moved to today, the people who sign in, a few proposals and tasks
 * made as people make them, and mail that the worker reads. Health says meanwhile that it is loading. Throws `conflict`
 * where there are packages.
 */
export async function seedDemo(db: Db): Promise<Seeded> {
  await setDemoLoading(db, true);
  try {
    const project = { code: 'NORTHGATE', name: 'Northgate' };
    const seeded = await seedWorld(db, northgate, { shiftToToday: true, demoPeople: true, project });
    const [alice, bob, charlie] = [await actorOf(db, 'alice'), await actorOf(db, 'bob'), await actorOf(db, 'charlie')];
    const day = today(northgate.timezone);
    await makeProposals(db, alice, charlie);
    await makeTasks(db, alice, bob, day);
    await checkOverdue(db, SEED);
    for (const raw of demoMails(day)) await receiveEmail(db, SEED, { raw, source: 'cli' });
    return seeded;
  } finally {
    await setDemoLoading(db, false);
  }
}
