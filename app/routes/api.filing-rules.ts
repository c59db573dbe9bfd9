import { listFilingRules } from '~server/filing-rules/list-filing-rules.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  GET: async ({ db, actor, url }) => json(await listFilingRules(db, actor, queryOf(url))),
});

export const loader = route.loader;
export const action = route.action;
