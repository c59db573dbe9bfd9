import { DomainError } from '~server/errors.ts';
import { requireCan } from '~server/users/require-can.ts';
import { proposeVendorDomains } from '~server/vendors/propose-domains.ts';
import { getVendorJson } from '~server/vendors/vendor.queries.ts';
import { api } from '~/http/api.server.ts';
import { json, readJson } from '~/http/answers.server.ts';

const route = api({
  async GET({ db, actor, params }) {
    requireCan(actor, 'vendor.read');
    const found = await getVendorJson(db, params.id!);
    if (!found) throw new DomainError('not_found', `There is no vendor ${params.id}.`);
    return json(found);
  },
  async PATCH({ db, actor, params, request }) {
    requireCan(actor, 'vendor.propose');
    const proposed = await proposeVendorDomains(db, actor, params.id!, await readJson(request));
    return json(proposed.json, 202, { location: `/api/approvals/${proposed.code}` });
  },
});

export const loader = route.loader;
export const action = route.action;
