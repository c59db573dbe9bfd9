import { readDb } from '~server/replica/read-db.ts';
import { searchAll } from '~server/search/search-all.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    return json(await searchAll(await readDb(db, actor), actor, queryOf(url)));
  },
});

export const loader = route.loader;
export const action = route.action;
