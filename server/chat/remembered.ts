import { listApprovalsJson } from '../approvals/approval.queries.ts';
import { approvalListInput } from '../approvals/approval.schema.ts';
import type { ApprovalRow } from '../ai/tools/list-approvals.ts';
import type { Db } from '../db.ts';
import { canDo } from '../users/role.policy.ts';
import { listNotes } from './note.queries.ts';
import { sayPatch } from './say-rows.ts';
import type { Question } from './turn.ts';

/** Decisions of a package and notes of a person that a turn is given. */
const MOST_DECISIONS = 8;
const MOST_NOTES = 20;

/** A decision on a package as it is remembered, with its source. */
export type RememberedDecision = { code: string; sentence: string };

/** The latest decisions on a package: what was decided, by whom and why; the approval is the source. */
export async function rememberedDecisions(db: Db, actor: Question['actor'], code: string): Promise<RememberedDecision[]> {
  if (!canDo(actor, 'approval.read')) return [];
  const input = approvalListInput.parse({ package: code, status: ['applied', 'rejected'], limit: MOST_DECISIONS });
  const { items } = JSON.parse(await listApprovalsJson(db, actor.userId, input)) as { items: ApprovalRow[] };
  return items.map((one) => {
    const by = one.decisions.map(({ by: person, reason }) => `${person.name}${reason ? ` (“${reason}”)` : ''}`).join(', ') || 'the policy';
    return { code: one.code, sentence: `${one.status === 'rejected' ? 'rejected' : 'decided'} by ${by}: ${sayPatch(one.patch)}` };
  });
} // prettier-ignore

/** What the assistant is given of memory, as text: decisions of the package with their source, the person's notes. */
export async function rememberedText(db: Db, { actor, about }: Question): Promise<string> {
  const [decisions, notes] = await Promise.all([
    about ? rememberedDecisions(db, actor, about) : [],
    listNotes(db, actor.userId, MOST_NOTES),
  ]);
  return [
    ...decisions.map(({ code, sentence }) => `Decision ${code} on ${about ?? ''}: ${sentence}`),
    ...notes.map(
      ({ text, package: code }) => `${actor.name} asked to remember${code ? ` about ${code}` : ''}: ${text}`,
    ),
  ].join('\n');
}
