import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type MadeApproval = {
  id: string;
  code: string;
  package: string | null;
  status: string;
  patch: Record<string, { from?: unknown; to?: unknown }>;
  requestedBy: string;
};

/** Approvals by id as a conversation shows them. */
export async function listApprovalsById(db: Db, ids: readonly string[]): Promise<MadeApproval[]> {
  const { rows } = await sql<MadeApproval>`
    select a.id, a.code, p.code as package, a.status, a.patch_shown as patch, a.requested_by as "requestedBy"
    from approvals a left join packages p on p.id = a.package_id where a.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
