import { retryMail } from '~server/outgoing/retry-mail.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({
  POST: async ({ db, actor, params }) => json(await retryMail(db, actor, params['id'])),
});

export const loader = route.loader;
export const action = route.action;
