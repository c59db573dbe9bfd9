import type { Actor } from '../actor.ts';
import { DEFAULT_THRESHOLDS } from '../approvals/approval-level.policy.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { getProjectJson, insertProject, setProject } from './project.queries.ts';
import { createProjectInput, type ProjectJson } from './project.schema.ts';

/**
 * Adds a project with its calendar and policy (an admin's; thresholds not given are the default ones). Gives the project as the API answers it. Throws
 * `forbidden`, `invalid`, and `conflict` when the code is taken.
 */
export async function createProject(db: Db, actor: Actor, input: unknown): Promise<ProjectJson> {
  requireCan(actor, 'project.manage');
  const { code, name, timeZone, currency, ...policy } = createProjectInput.parse(input);
  return db.transaction().execute(async (tx) => {
    const id = await insertProject(tx, { code, name, timeZone, currency });
    if (!id) {
      const message = `There is a project ${code} already.`;
      throw new DomainError('conflict', message, { fields: [{ field: 'code', message }] });
    }
    await setProject(tx, id, { thresholds: { ...DEFAULT_THRESHOLDS }, ...policy }, false);
    const project = JSON.parse((await getProjectJson(tx, id))!) as ProjectJson;
    const { id: _id, createdAt: _createdAt, packages: _packages, version: _version, ...after } = project;
    await recordEvent(tx, actor, { entityType: 'project', entityId: id, eventType: 'project_created', after });
    return project;
  });
}
