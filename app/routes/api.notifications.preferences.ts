import { changePreferences, readPreferences } from '~server/notifications/set-preferences.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  GET: async ({ db, actor }) => json(await readPreferences(db, actor)),
  async PATCH({ db, actor, request }) {
    requireCan(actor, 'notification.mark');
    return json(await changePreferences(db, actor, await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
