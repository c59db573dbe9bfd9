import { readDb } from '~server/replica/read-db.ts';
import { requireCan } from '~server/users/require-can.ts';
import { createVendor } from '~server/vendors/create-vendor.ts';
import { listVendorsJson } from '~server/vendors/vendor.queries.ts';
import { vendorListInput } from '~server/vendors/vendor.schema.ts';
import { api } from '~/http/api.server.ts';
import { json, queryOf, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, url }) {
    requireCan(actor, 'vendor.read');
    return json(await listVendorsJson(await readDb(db, actor), vendorListInput.parse(queryOf(url))));
  },
  async POST({ db, actor, request }) {
    requireCan(actor, 'vendor.create');
    const vendor = await createVendor(db, actor, await readJson(request));
    return json(vendor, 201, { location: `/api/vendors/${vendor.id}` });
  },
});

export const loader = route.loader;
export const action = route.action;
