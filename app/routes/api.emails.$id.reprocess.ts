import { emailIdOf } from '~server/emails/read-emails.ts';
import { reprocessEmail } from '~server/emails/reprocess-email.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params }) {
    requireCan(actor, 'email.file');
    return json(await reprocessEmail(db, actor, emailIdOf(params['id'])), 202);
  },
});

export const loader = route.loader;
export const action = route.action;
