import { retryJob } from '~server/queue/retry-job.ts';
import { api, json } from '~/http/api.server.ts';

const route = api({
  POST: async ({ db, actor, params }) => json(await retryJob(db, actor, params['id'] ?? '')),
});

export const loader = route.loader;
export const action = route.action;
