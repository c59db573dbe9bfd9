import { addComment } from '~server/comments/add-comment.ts';
import { readComments } from '~server/comments/read-comments.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'comment.read');
    return json(await readComments(db, actor, queryOf(url)));
  },
  async POST({ db, actor, request }) {
    requireCan(actor, 'comment.write');
    return json(await addComment(db, actor, await readJson(request)), 201);
  },
});

export const loader = route.loader;
export const action = route.action;
