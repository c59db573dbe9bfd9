import { DomainError } from '~server/errors.ts';
import { askAssistant } from '~server/chat/ask-assistant.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, request }) {
    requireCan(actor, 'chat.use');
    if (request.headers.get('accept')?.includes('text/event-stream'))
      throw new DomainError('unsupported', 'Answers are not streamed yet: ask with Accept: application/json.');
    return json(await askAssistant(db, actor, await readJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
