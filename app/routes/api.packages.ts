import { createPackage } from '~server/packages/create-package.ts';
import { listPackagesJson } from '~server/packages/package.queries.ts';
import { packageListInput } from '~server/packages/package.schema.ts';
import { readDb } from '~server/replica/read-db.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'package.read');
    return json(await listPackagesJson(await readDb(db, actor), actor.userId, packageListInput.parse(queryOf(url))));
  },
  async POST({ db, actor, request }) {
    requireCan(actor, 'package.create');
    const created = await createPackage(db, actor, await readJson(request));
    return json(created.json, 201, { location: `/api/packages/${created.code}` });
  },
});

export const loader = route.loader;
export const action = route.action;
