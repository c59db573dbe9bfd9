import { requestReplay } from '~server/ai/replay/request-replay.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, request }) {
    requireCan(actor, 'assistant.rehearse');
    const asked = await requestReplay(db, actor, await readJson(request));
    return json(asked, 202, { location: `/api/assistant/replays/${asked.id}` });
  },
});

export const loader = route.loader;
export const action = route.action;
