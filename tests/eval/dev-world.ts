import { z } from 'zod';
import type { WorldView } from '../../server/ai/rules/understanding.ts';
import { PACKAGE_STATUSES } from '../../server/packages/package-fields.schema.ts';

const date = z.string().nullish();

const worldFile = z.object({
  company: z.string(),
  timezone: z.string(),
  internalDomain: z.string(),
  users: z.array(
    z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string(), title: z.string() }),
  ),
  packages: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      vendor: z.string().nullable(),
      vendorDomain: z.string().nullable(),
      status: z.enum(PACKAGE_STATUSES),
      buyer: z.string().nullable(),
      currency: z.string(),
      budgetAmount: z.number().nullable(),
      contractAmount: z.number().nullable(),
      poNumber: z.string().nullish(),
      rfqIssueDate: date,
      bidDueDate: date,
      awardDate: date,
      poIssueDate: date,
      fatDate: date,
      deliveryDate: date,
    }),
  ),
});

/** The shared developer set's world.json as the reader sees it. */
export function devWorld(json: unknown): WorldView {
  const file = worldFile.parse(json);
  const emailOf = new Map(file.users.map(({ id, email }) => [id, email]));
  return {
    company: file.company,
    timeZone: file.timezone,
    internalDomains: [file.internalDomain],
    trustedReceivers: [`mx.${file.internalDomain}`],
    openTasks: [],
    people: file.users.map(({ email, name, title, role }) => ({ email, name, title, role, active: true })),
    packages: file.packages.map(({ name, vendorDomain, buyer, poNumber, ...pkg }) => ({
      ...pkg,
      title: name,
      vendorDomains: vendorDomain ? [vendorDomain] : [],
      buyerEmail: emailOf.get(buyer ?? '') ?? null,
      poNumber: poNumber ?? null,
    })),
  };
}
