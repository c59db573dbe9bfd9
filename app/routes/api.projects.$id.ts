import { DomainError } from '~server/errors.ts';
import { getProjectJson } from '~server/projects/project.queries.ts';
import { updateProject } from '~server/projects/update-project.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params }) {
    requireCan(actor, 'project.read');
    const found = await getProjectJson(db, params.id!);
    if (!found) throw new DomainError('not_found', `There is no project ${params.id}.`);
    return json(found);
  },
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'project.manage');
    return json(await updateProject(db, actor, params.id!, await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
