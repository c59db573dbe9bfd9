import { readNotifications } from '~server/notifications/read-notifications.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'notification.read');
    return json(await readNotifications(db, actor, queryOf(url)));
  },
});

export const loader = route.loader;
export const action = route.action;
