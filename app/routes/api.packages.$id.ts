import { DomainError } from '~server/errors.ts';
import { getPackageJson } from '~server/packages/package.queries.ts';
import { proposeChange } from '~server/packages/propose-change.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params }) {
    requireCan(actor, 'package.read');
    const found = await getPackageJson(db, params.id!);
    if (!found) throw new DomainError('not_found', `There is no package ${params.id}.`);
    return json(found);
  },
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'package.propose');
    const proposed = await proposeChange(db, actor, { package: params.id!, body: await readJson(request) });
    return json(proposed.json, proposed.applied ? 200 : 202, { location: `/api/approvals/${proposed.code}` });
  },
});

export const loader = route.loader;
export const action = route.action;
