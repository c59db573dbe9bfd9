import { DomainError } from '~server/errors.ts';
import { LARGEST_MESSAGE } from '~server/emails/email.schema.ts';
import { readEmailsJson } from '~server/emails/read-emails.ts';
import { receiveEmail } from '~server/emails/receive-email.ts';
import { receiveJson } from '~server/emails/receive-json.ts';
import { readDb } from '~server/replica/read-db.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf, readBytes, readJson } from '~/http/answers.server.ts';

const route = api({
  GET: async ({ db, actor, url }) => json(await readEmailsJson(await readDb(db, actor), actor, queryOf(url))),
  async POST({ db, actor, request }) {
    requireCan(actor, 'email.ingest');
    const type = (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    let received;
    if (type === 'message/rfc822')
      received = await receiveEmail(db, actor, { raw: await readBytes(request, LARGEST_MESSAGE), source: 'api' });
    else if (/^application\/([\w.+-]+\+)?json$/.test(type))
      received = await receiveJson(db, actor, await readJson(request), 'api');
    else
      throw new DomainError(
        'unsupported',
        'Send a raw message with Content-Type: message/rfc822, or JSON with Content-Type: application/json.',
      );
    return json(received, received.duplicate ? 200 : 202, { location: `/api/emails/${received.id}` });
  },
});

export const loader = route.loader;
export const action = route.action;
