import { emailIdOf } from '~server/emails/read-emails.ts';
import { setAsideEmail } from '~server/emails/set-aside-email.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'email.file');
    return json(await setAsideEmail(db, actor, emailIdOf(params['id']), await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
