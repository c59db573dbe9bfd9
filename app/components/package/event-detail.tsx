import type { EventJson } from '~server/audit/event.schema.ts';
import type { Evidence } from '~server/audit/record-event.ts';
import { EvidenceList } from '../approval/evidence-list.tsx';
import { PatchDiff } from '../approval/patch-diff.tsx';
import type { Patch } from '../approval/patch-rows.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { pairsOf } from './event-sentence.tsx';
import type { PackageView } from './package-view.ts';

const VIAS: Record<string, string> = {
  ui: 'on the screen',
  api: 'by the API',
  chat: 'in the chat',
  email: 'from a message',
  worker: 'by the worker',
  cli: 'by the command line',
  redis: 'by the Redis list',
};

/** Everything that an event holds: the values before and after, the reason, the quotes, and its place in the chain. */
export function EventDetail({ event, pkg }: { event: EventJson; pkg: PackageView }) {
  const patch = patchOf(event);
  const evidence = (event.evidence ?? []) as (Evidence & { restricted?: boolean })[];
  const quotes = evidence.filter(
    (item) => !item.restricted && (item.quote || (item.type === 'email' && item.id !== event.entityId)),
  );
  return (
    <div className="grid gap-1.5 text-text">
      {patch ? <PatchDiff patch={patch} context={pkg} /> : null}
      {event.reason ? <p className="wrap-anywhere whitespace-pre-line">{event.reason}</p> : null}
      <EvidenceList evidence={quotes} />
      {evidence.some((item) => item.restricted) ? (
        <p className="text-muted">It rests on a message about a bid that is not yours to read.</p>
      ) : null}
      <p className="text-muted">
        {VIAS[event.via] ?? event.via} · <span className="font-mono text-xs">{event.eventType}</span>
      </p>
      <Disclosure label="Place in the chain">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 font-mono text-xs wrap-anywhere text-muted">
          <dt>event</dt>
          <dd>{event.id}</dd>
          <dt>hash</dt>
          <dd>{event.hash}</dd>
          <dt>follows</dt>
          <dd>{event.prevHash || 'nothing: it is the first'}</dd>
        </dl>
      </Disclosure>
    </div>
  );
}

/** The values that an event changed; null where a sentence says all. */
function patchOf(event: EventJson): Patch | null {
  if (event.eventType === 'approval_created') return (event.after?.patch as Patch | undefined) ?? null;
  if (event.eventType === 'approval_edited') return (event.after?.patch as Patch | undefined) ?? null;
  if (event.eventType === 'package_patched' || event.eventType === 'task_updated') return pairsOf(event);
  return null;
}
