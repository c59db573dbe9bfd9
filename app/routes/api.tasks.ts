import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { readDb } from '~server/replica/read-db.ts';
import { createTask } from '~server/tasks/create-task.ts';
import { listTasksJson } from '~server/tasks/task.queries.ts';
import { taskListInput } from '~server/tasks/task.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'task.read');
    const page = await listTasksJson(await readDb(db, actor), actor.userId, taskListInput.parse(queryOf(url)));
    return json(await readableEvidenceJson(db, actor, page));
  },
  async POST({ db, actor, request }) {
    requireCan(actor, 'task.write');
    const task = await createTask(db, actor, await readJson(request));
    return json(task, 201, { location: `/api/tasks/${task.code}` });
  },
});

export const loader = route.loader;
export const action = route.action;
