import { listSources } from '~server/sources/list-sources.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({ GET: async ({ db, actor }) => json(await listSources(db, actor)) });

export const loader = route.loader;
export const action = route.action;
