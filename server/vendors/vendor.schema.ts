import { z } from 'zod';
import { cursorInput, filterText, limitInput, sortInput, strictInput } from '../lists/list.schema.ts';
import { oneLine, optionalLine } from '../text/text.schema.ts';

/** Body of `POST /api/vendors`. Mail domains are proposed afterwards: mail from them is believed. */
export const createVendorInput = strictInput({
  name: oneLine(200),
  country: optionalLine(60).optional(),
  domains: z
    .undefined({ error: 'A new vendor has none. Create it, then propose its domains: PATCH /api/vendors/:id.' })
    .optional(),
});

/** Query of `GET /api/vendors`; `q` looks in name and domains. */
export const vendorListInput = strictInput({
  q: filterText(200),
  sort: sortInput(['name', 'createdAt'], 'name'),
  limit: limitInput,
  cursor: cursorInput,
});
export type VendorListInput = z.output<typeof vendorListInput>;

/** A vendor as the API answers it. */
export const vendorOutput = z
  .object({
    id: z.uuid(),
    name: z.string(),
    country: z.string().nullable(),
    domains: z.array(z.string()),
    packages: z.int(),
    createdAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Vendor' });

export const vendorListOutput = z.object({ items: z.array(vendorOutput), nextCursor: z.string().nullable() });
export type VendorJson = z.output<typeof vendorOutput>;
