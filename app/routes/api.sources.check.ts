import { testSource } from '~server/sources/test-source.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, request }) {
    requireCan(actor, 'source.test');
    return json(await testSource(db, actor, await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
