import { listOutgoing } from '~server/outgoing/list-outgoing.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  GET: async ({ db, actor, url }) => json(await listOutgoing(db, actor, queryOf(url))),
});

export const loader = route.loader;
export const action = route.action;
