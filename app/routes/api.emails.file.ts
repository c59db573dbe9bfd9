import { fileEmails } from '~server/emails/file-emails.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, request }) {
    requireCan(actor, 'email.file');
    return json(await fileEmails(db, actor, await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
