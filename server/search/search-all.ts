import type { UserActor } from '../actor.ts';
import { listApprovalsJson } from '../approvals/approval.queries.ts';
import { type approvalListOutput, approvalListInput } from '../approvals/approval.schema.ts';
import type { Db } from '../db.ts';
import type { EmailItemJson, RestrictedEmailJson } from '../emails/email.schema.ts';
import { readEmailsJson } from '../emails/read-emails.ts';
import { listPackagesJson } from '../packages/package.queries.ts';
import { packageListInput, type packageOutput } from '../packages/package.schema.ts';
import { listTasksJson } from '../tasks/task.queries.ts';
import { type TaskJson, taskListInput } from '../tasks/task.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { listVendorsJson } from '../vendors/vendor.queries.ts';
import { type VendorJson, vendorListInput } from '../vendors/vendor.schema.ts';
import { type Found, searchInput } from './search.schema.ts';
import type { z } from 'zod';

type Approvals = z.output<typeof approvalListOutput>;
type PackageJson = z.output<typeof packageOutput>;

function itemsOf<T>(json: string): T[] {
  return (JSON.parse(json) as { items: T[] }).items;
}

/**
 * What has the words of `q` in it, of every kind that a person looks for: packages, tasks, approvals, vendors, mail (its
 * attachments too). What carries exactly this code stands first. Each kind is asked through its own list, so that what
 * is hidden there (bids) is hidden here. Throws `forbidden`, a ZodError.
 */
export async function searchAll(
  db: Db,
  actor: UserActor,
  query: unknown,
): Promise<{ items: Found[]; nextCursor: null }> {
  requireCan(actor, 'search.use');
  const { q, limit } = searchInput.parse(query);
  const asked = { q, limit };
  const user = actor.userId;
  const [packages, tasks, approvals, vendors, emails] = await Promise.all([
    listPackagesJson(db, user, packageListInput.parse(asked)),
    listTasksJson(db, user, taskListInput.parse(asked)),
    listApprovalsJson(db, user, approvalListInput.parse(asked)),
    listVendorsJson(db, vendorListInput.parse(asked)),
    readEmailsJson(db, actor, { q, limit: String(limit) }),
  ]);
  const found = [
    ...itemsOf<PackageJson>(packages).map(ofPackage),
    ...itemsOf<TaskJson>(tasks).map(ofTask),
    ...itemsOf<Approvals['items'][number]>(approvals).map(ofApproval),
    ...itemsOf<VendorJson>(vendors).map(ofVendor),
    ...itemsOf<EmailItemJson | RestrictedEmailJson>(emails).flatMap(ofEmail),
  ];
  const exact = (one: Found) => one.code === q.toUpperCase();
  return { items: [...found.filter(exact), ...found.filter((one) => !exact(one))].slice(0, limit), nextCursor: null };
}

function ofPackage({ id, code, title, status, deliveryDate }: PackageJson): Found {
  return { type: 'package', id, code, title, package: code, status, at: deliveryDate };
}

function ofTask({ id, code, title, status, dueDate, ...task }: TaskJson): Found {
  return { type: 'task', id, code, title, package: task.package, status, at: dueDate };
}

function ofApproval({ id, code, status, createdAt, ...approval }: Approvals['items'][number]): Found {
  const title = approval.packageTitle ?? 'Mail domains of a vendor';
  return { type: 'approval', id, code, title, package: approval.packageCode, status, at: createdAt };
}

function ofVendor({ id, name }: VendorJson): Found {
  return { type: 'vendor', id, code: null, title: name, package: null, status: null, at: null };
}

/** A hidden bid is not found by its words. */
function ofEmail(email: EmailItemJson | RestrictedEmailJson): Found[] {
  if (email.restricted) return [];
  const { id, status, receivedAt } = email;
  const title = email.subject ?? '';
  return [{ type: 'email', id, code: null, title, package: email.packages[0] ?? null, status, at: receivedAt }];
}
