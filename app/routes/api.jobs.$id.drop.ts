import { dropJob } from '~server/queue/drop-job.ts';
import { api, json } from '~/http/api.server.ts';

const route = api({
  POST: async ({ db, actor, params }) => json(await dropJob(db, actor, params['id'] ?? '')),
});

export const loader = route.loader;
export const action = route.action;
