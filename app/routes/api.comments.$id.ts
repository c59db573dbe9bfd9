import { deleteComment, editComment } from '~server/comments/change-comment.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'comment.write');
    return json(await editComment(db, actor, params.id ?? '', await readJson(request)));
  },
  DELETE: async ({ db, actor, params }) => json(await deleteComment(db, actor, params.id ?? '')),
});

export const loader = route.loader;
export const action = route.action;
