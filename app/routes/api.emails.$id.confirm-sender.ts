import { emailIdOf } from '~server/emails/read-emails.ts';
import { confirmEmailSender } from '~server/suggestions/confirm-sender.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params }) {
    return json(await confirmEmailSender(db, actor, emailIdOf(params.id)));
  },
});

export const loader = route.loader;
export const action = route.action;
