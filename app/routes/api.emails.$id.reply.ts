import { emailIdOf } from '~server/emails/read-emails.ts';
import { replyToEmail } from '~server/emails/reply-to-email.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'email.send');
    const replied = await replyToEmail(db, actor, emailIdOf(params['id']), await readJson(request));
    return json(replied, 202, { location: `/api/emails/${replied.id}` });
  },
});

export const loader = route.loader;
export const action = route.action;
