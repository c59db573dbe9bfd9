import { askAssistant } from '~server/chat/ask-assistant.ts';
import { streamTurn } from '~server/chat/stream-turn.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, request }) {
    requireCan(actor, 'chat.use');
    const body = await readJson(request);
    // A call under an Idempotency-Key is answered again word for word, which a stream is not.
    const whole = /\bapplication\/json\b/i.test(request.headers.get('accept') ?? '');
    return whole || request.headers.has('idempotency-key')
      ? json(await askAssistant(db, actor, body, request.signal))
      : streamTurn(db, actor, body, request.signal);
  },
});

export const loader = route.loader;
export const action = route.action;
