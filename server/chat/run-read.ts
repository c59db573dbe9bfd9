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

/** What a reading tool found: as an answer, and as rows. */
export type Found = { turn: Turn; items: readonly unknown[]; more: boolean };

/** Runs a reading tool and says what it found. Throws what the tool throws. */
export async function runRead(
  db: Db,
  actor: UserActor,
  { tool, args, facets, total }: Read,
  today: string,
): Promise<Found> {
  const found = (
    response: string,
    result: { items: readonly unknown[]; evidence: Turn['evidence']; more: boolean },
  ): Found => ({
    turn: { action: 'query', tool, args, response, evidence: result.evidence, resource: null },
    items: result.items,
    more: result.more,
  });
  switch (tool) {
    case 'get_package': {
      const result = await getPackage(db, actor, args);
      return found(
        result.items.length > 0 ? sayPackages(result.items, facets ?? ['all']) : 'I found no such package.',
        result,
      );
    }
    case 'search_packages': {
      const { items: all, evidence, more } = await searchPackages(db, actor, args);
      // Of a total only what is in it is told and cited.
      const items = total ? all.filter((pkg) => pkg[total] !== null) : all;
      const counted = new Set(items.map(({ id }) => id));
      return found(sayPackageList(items, more, total), {
        items,
        more,
        evidence: evidence.filter(({ id }) => counted.has(id)),
      });
    }
    case 'list_tasks': {
      const result = await listTasks(db, actor, args);
      return found(sayTasks(result.items, result.more, today), result);
    }
    case 'list_approvals': {
      const result = await listApprovals(db, actor, args);
      return found(sayApprovals(result.items, result.more), result);
    }
    case 'search_emails': {
      const result = await searchEmails(db, actor, args);
      const about = [args.query, args.package ?? args.vendor].filter((word) => typeof word === 'string');
      return found(sayMail(result.items, about.join(' of ')), result);
    }
    case 'get_timeline': {
      if (typeof args.package !== 'string')
        return {
          turn: {
            action: 'clarify',
            tool: null,
            args: {},
            response: 'Of which package? Give its code, such as P-001.',
            evidence: [],
            resource: null,
          },
          items: [],
          more: false,
        };
      const result = await getTimeline(db, actor, args);
      return found(sayEvents(result.items, args.package, args.since as string | undefined), result);
    }
  }
}
