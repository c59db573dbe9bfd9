import { createProject } from '~server/projects/create-project.ts';
import { listProjectsJson } from '~server/projects/project.queries.ts';
import { projectListInput } from '~server/projects/project.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'project.read');
    return json(await listProjectsJson(db, projectListInput.parse(queryOf(url))));
  },
  async POST({ db, actor, request }) {
    requireCan(actor, 'project.manage');
    const project = await createProject(db, actor, await readJson(request));
    return json(project, 201, { location: `/api/projects/${project.code}` });
  },
});

export const loader = route.loader;
export const action = route.action;
