import type { Actor } from '~server/actor.ts';
import type { Decided } from '~server/approvals/decide-approval.ts';
import type { Db } from '~server/db.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';

/** A decision's JSON and status: 409 with the approval where its outcome is not the one that was asked for. */
export async function decisionAnswer(
  db: Db,
  actor: Actor,
  { json, problem }: Decided,
): Promise<[body: unknown, status: number]> {
  const readable = await readableEvidenceJson(db, actor, json);
  if (problem === null) return [readable, 200];
  return [{ error: { code: 'conflict', message: problem, details: { approval: JSON.parse(readable) } } }, 409];
}
