import { markRead } from '~server/notifications/read-notifications.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({
  POST: async ({ db, actor, params }) => json(await markRead(db, actor, params.id ?? '')),
});

export const loader = route.loader;
export const action = route.action;
