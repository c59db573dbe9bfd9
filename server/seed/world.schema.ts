import { z } from 'zod';
import { plainDate, timeZoneName } from '../dates/date.schema.ts';
import { currencyInput, moneyInput } from '../money/money.schema.ts';
import { PACKAGE_STATUSES } from '../packages/package-fields.schema.ts';
import { TASK_STATUSES } from '../tasks/task.policy.ts';
import { oneLine } from '../text/text.schema.ts';

const email = z.email().transform((text) => text.toLowerCase());
const domain = z
  .string()
  .regex(/^[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/)
  .transform((text) => text.toLowerCase());
const id = z.string().min(1);
const amount = moneyInput.nullish();
const date = plainDate.nullish();

const person = z.looseObject({ id, name: oneLine(120), email, role: z.string(), title: z.string().default('') });

const pkg = z.looseObject({
  code: z.string().regex(/^[A-Z][A-Z0-9]{0,7}-\d{1,8}$/),
  name: oneLine(200),
  vendor: oneLine(200).nullish(),
  vendorDomain: domain.nullish(),
  status: z.enum(PACKAGE_STATUSES),
  buyer: id.nullish(),
  currency: currencyInput,
  budgetAmount: amount,
  contractAmount: amount,
  rfqIssueDate: date,
  bidDueDate: date,
  awardDate: date,
  poIssueDate: date,
  fatDate: date,
  deliveryDate: date,
});
export type WorldPackage = z.output<typeof pkg>;

const task = z.looseObject({
  id: z.string().regex(/^T-\d{1,8}$/),
  title: oneLine(300),
  package: z.string(),
  assignee: id.nullish(),
  due: date,
  status: z.enum(TASK_STATUSES),
});

const approval = z.looseObject({
  id: z.string().regex(/^AR-\d{1,8}$/),
  package: z.string(),
  change: z.object({ field: z.string(), frm: z.unknown(), to: z.unknown() }),
  requestedBy: id,
  approver: id.nullish(),
  status: z.enum(['pending', 'approved', 'applied', 'rejected', 'withdrawn']),
  created: plainDate,
});
export type WorldApproval = z.output<typeof approval>;

/** A world as `pmis seed --world FILE` reads it (PRODUCT.md, Demo). Amounts are major units. */
export const worldInput = z.looseObject({
  company: oneLine(200),
  timezone: timeZoneName,
  today: plainDate,
  internalDomain: domain,
  users: z.array(person).max(10_000),
  packages: z.array(pkg).max(100_000),
  tasks: z.array(task).max(1_000_000).default([]),
  approvals: z.array(approval).max(100_000).default([]),
});
export type World = z.output<typeof worldInput>;
