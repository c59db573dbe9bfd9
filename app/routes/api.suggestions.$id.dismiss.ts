import { dismissSuggestion } from '~server/suggestions/dismiss-suggestion.ts';
import { suggestionIdOf } from '~server/suggestions/suggestion-id.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readOptionalJson } from '~/http/answers.server.ts';

const route = api({
  async POST({ db, actor, params, request }) {
    requireCan(actor, 'suggestion.decide');
    return json(await dismissSuggestion(db, actor, suggestionIdOf(params.id), await readOptionalJson(request)));
  },
});

export const loader = route.loader;
export const action = route.action;
