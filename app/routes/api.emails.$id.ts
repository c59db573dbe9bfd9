import { readEmail } from '~server/emails/read-emails.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({ GET: async ({ db, actor, params }) => json(await readEmail(db, actor, params['id'])) });

export const loader = route.loader;
export const action = route.action;
