import { readUsage } from '~server/ai/model/read-usage.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    return json(await readUsage(db, actor, queryOf(url)));
  },
});

export const loader = route.loader;
export const action = route.action;
