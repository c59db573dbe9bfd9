import { dropJob } from '~server/queue/drop-job.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({
  POST: async ({ db, actor, params }) => json(await dropJob(db, actor, params['id'] ?? '')),
});

export const loader = route.loader;
export const action = route.action;
