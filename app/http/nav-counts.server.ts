import type { UserActor } from '~server/actor.ts';
import { countMyTurns } from '~server/approvals/approval.queries.ts';
import { setBounded } from '~server/bounded-map.ts';
import { businessNow } from '~server/clock.ts';
import type { Db } from '~server/db.ts';
import { triageCount } from '~server/emails/count-triage.ts';
import { countUnread } from '~server/notifications/notification-list.queries.ts';
import { listProjectsToChoose } from '~server/projects/project-choice.queries.ts';
import { listMyDueTasks } from '~server/tasks/my-tasks-page.queries.ts';
import type { NavCounts } from '../components/shell/nav-items.ts';

/** What the navigation shows beside its links: what waits for the person, and the project when there is only one. */
export type NavFacts = { counts: NavCounts; projectName: string | null };

const KEEP_MS = 10_000;
const MAX_PEOPLE = 5_000;

const known = new Map<string, { facts: Promise<NavFacts>; until: number }>();

/** A person's counts, up to 10 s old: every page shows them, and none of them is worth a query on each. */
export function navFacts(db: Db, actor: UserActor): Promise<NavFacts> {
  const entry = known.get(actor.userId);
  if (entry && Date.now() < entry.until) return entry.facts;
  const facts = load(db, actor);
  setBounded(known, actor.userId, { facts, until: Date.now() + KEEP_MS }, MAX_PEOPLE);
  facts.catch(() => known.delete(actor.userId));
  return facts;
}

/** After an action of the person: the next page counts again. */
export function forgetNavFacts(userId: string): void {
  known.delete(userId);
}

async function load(db: Db, actor: UserActor): Promise<NavFacts> {
  const [approvals, tasks, mail, projects, notifications] = await Promise.all([
    countMyTurns(db, actor.userId),
    listMyDueTasks(db, actor.userId, { now: businessNow(), days: -1, limit: 1 }),
    triageCount(db, actor),
    listProjectsToChoose(db),
    countUnread(db, actor.userId),
  ]);
  const counts: NavCounts = {};
  if (approvals) counts.approvals = approvals;
  if (tasks.overdue) counts.tasks = tasks.overdue;
  if (mail) counts.mail = mail;
  if (notifications) counts.notifications = notifications;
  return { counts, projectName: projects.length === 1 ? projects[0]!.name : null };
}
