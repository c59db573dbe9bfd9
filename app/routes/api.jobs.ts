import { listJobsJson } from '~server/queue/job.queries.ts';
import { listJobsInput } from '~server/queue/job.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'job.read');
    return json(await listJobsJson(db, listJobsInput.parse(queryOf(url))));
  },
});

export const loader = route.loader;
export const action = route.action;
