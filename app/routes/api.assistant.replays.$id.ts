import { getReplay } from '~server/ai/replay/replay.queries.ts';
import { DomainError } from '~server/errors.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params }) {
    requireCan(actor, 'assistant.usage');
    const replay = await getReplay(db, params['id'] ?? '');
    if (!replay) throw new DomainError('not_found', `There is no rehearsal ${params['id']}.`);
    return json(replay);
  },
});

export const loader = route.loader;
export const action = route.action;
