import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import { staleVersion } from '../audit/stale-version.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { listDeciderFacts } from '../users/decider.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { getProjectJson, lockProject, setProject } from './project.queries.ts';
import { type ProjectJson, type ProjectValues, updateProjectInput } from './project.schema.ts';

/** PRODUCT.md, Approval: only where fewer than three people decide may a critical change take one of them. */
async function refuseWithThreeDeciders(tx: Tx): Promise<void> {
  const deciders = (await listDeciderFacts(tx)).length;
  if (deciders < 3) return;
  const message = `${deciders} people decide here, so a critical change keeps its second decision.`;
  throw new DomainError('invalid', message, { fields: [{ field: 'secondDecision', message }] });
}

/**
 * Changes a project's name, time zone, currency, calendar or policy (an admin's); records the fields that differ,
 * before and after. Nothing different writes nothing. Throws `forbidden`, `not_found`, `invalid`, `conflict` (stale).
 */
export async function updateProject(db: Db, actor: Actor, ref: string, input: unknown): Promise<ProjectJson> {
  requireCan(actor, 'project.manage');
  return db.transaction().execute(async (tx) => {
    const locked = await lockProject(tx, ref);
    if (!locked) throw new DomainError('not_found', `There is no project ${ref}.`);
    const { reason, expectedVersion, ...values } = updateProjectInput.parse(input);
    if (expectedVersion !== undefined && expectedVersion !== locked.version)
      throw await staleVersion(tx, 'project', locked.id, locked.version);
    const before = JSON.parse((await getProjectJson(tx, locked.id))!) as ProjectJson;
    if (before.secondDecision && values.secondDecision === false) await refuseWithThreeDeciders(tx);
    await setProject(tx, locked.id, values as ProjectValues, false);
    const after = JSON.parse((await getProjectJson(tx, locked.id))!) as ProjectJson;
    const changed = (Object.keys(values) as (keyof ProjectJson)[]).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
    );
    if (changed.length === 0) return before;
    await setProject(tx, locked.id, {}, true);
    const pick = (project: ProjectJson) => Object.fromEntries(changed.map((field) => [field, project[field]]));
    await recordEvent(tx, actor, {
      entityType: 'project',
      entityId: locked.id,
      eventType: 'project_updated',
      before: pick(before),
      after: pick(after),
      reason: reason || null,
    });
    return { ...after, version: after.version + 1 };
  });
}
