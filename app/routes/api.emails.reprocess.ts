import { reprocessEmails } from '~server/emails/reprocess-emails.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, request }) {
    requireCan(actor, 'email.file');
    return json(await reprocessEmails(db, actor, await readJson(request)), 202);
  },
});

export const loader = route.loader;
export const action = route.action;
