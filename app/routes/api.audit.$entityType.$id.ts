import { getTimeline } from '~server/audit/get-timeline.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params, url }) {
    return json(await getTimeline(db, actor, params.entityType!, params.id!, queryOf(url)));
  },
});

export const loader = route.loader;
export const action = route.action;
