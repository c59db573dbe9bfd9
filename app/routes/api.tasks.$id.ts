import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { DomainError } from '~server/errors.ts';
import { getTaskJson } from '~server/tasks/task.queries.ts';
import { updateTask } from '~server/tasks/update-task.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params }) {
    requireCan(actor, 'task.read');
    const found = await getTaskJson(db, params.id!);
    if (!found) throw new DomainError('not_found', `There is no task ${params.id}.`);
    return json(await readableEvidenceJson(db, actor, found));
  },
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'task.write');
    const task = await updateTask(db, actor, params.id!, await readJson(request));
    return json(await readableEvidenceJson(db, actor, JSON.stringify(task)));
  },
});

export const loader = route.loader;
export const action = route.action;
