import { fileEmail } from '~server/emails/file-email.ts';
import { getEmail } from '~server/emails/email.queries.ts';
import { emailIdOf } from '~server/emails/read-emails.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'email.file');
    const id = emailIdOf(params['id']);
    await fileEmail(db, actor, id, await readJson(request));
    // Not readEmail: a token that may write only gets the answer to its own write.
    return json(await getEmail(db, actor, id));
  },
});

export const loader = route.loader;
export const action = route.action;
