import type { UserActor } from '../actor.ts';
import type { Intent } from '../ai/chat-rules/intent.ts';
import { getPackage } from '../ai/tools/get-package.ts';
import { getTimeline } from '../ai/tools/get-timeline.ts';
import { listApprovals } from '../ai/tools/list-approvals.ts';
import { listTasks } from '../ai/tools/list-tasks.ts';
import { searchEmails } from '../ai/tools/search-emails.ts';
import { searchPackages } from '../ai/tools/search-packages.ts';
import type { Db } from '../db.ts';
import type { Turn } from './turn.ts';
import { sayPackageList, sayPackages } from './say-package.ts';
import { sayApprovals, sayEvents, sayMail, sayTasks } from './say-rows.ts';

type Read = Extract<Intent, { kind: 'read' }>;

/** Runs a reading tool and says what it found. Throws what the tool throws. */
export async function runRead(db: Db, actor: UserActor, { tool, args, facets, total }: Read, today: string): Promise<Turn> {
  const turn = (response: string, evidence: Turn['evidence']): Turn => ({ action: 'query', tool, args, response, evidence, resource: null });
  switch (tool) {
    case 'get_package': {
      const { items, evidence } = await getPackage(db, actor, args);
      return turn(items.length > 0 ? sayPackages(items, facets ?? ['all']) : 'I found no such package.', evidence);
    }
    case 'search_packages': {
      const { items: all, evidence, more } = await searchPackages(db, actor, args);
      // Of a total only what is in it is told and cited.
      const items = total ? all.filter((pkg) => pkg[total] !== null) : all;
      const counted = new Set(items.map(({ id }) => id));
      return turn(sayPackageList(items, more, total), evidence.filter(({ id }) => counted.has(id)));
    }
    case 'list_tasks': {
      const { items, evidence, more } = await listTasks(db, actor, args);
      return turn(sayTasks(items, more, today), evidence);
    }
    case 'list_approvals': {
      const { items, evidence, more } = await listApprovals(db, actor, args);
      return turn(sayApprovals(items, more), evidence);
    }
    case 'search_emails': {
      const { items, evidence } = await searchEmails(db, actor, args);
      const about = [args.text, args.package ?? args.vendor].filter((word) => typeof word === 'string');
      return turn(sayMail(items, about.join(' of ')), evidence);
    }
    case 'get_timeline': {
      if (typeof args.package !== 'string')
        return { ...turn('Of which package? Give its code, such as P-001.', []), action: 'clarify', tool: null, args: {} };
      const { items, evidence } = await getTimeline(db, actor, args);
      return turn(sayEvents(items, args.package, args.since as string | undefined), evidence);
    }
  }
} // prettier-ignore
