import { listApprovalsJson } from '../approvals/approval.queries.ts';
import { approvalListInput } from '../approvals/approval.schema.ts';
import type { ApprovalRow } from '../ai/tools/list-approvals.ts';
import type { Db } from '../db.ts';
import type { CommentJson } from '../comments/comment.schema.ts';
import { readComments } from '../comments/read-comments.ts';
import { canDo } from '../users/role.policy.ts';
import { listNotes } from './note.queries.ts';
import { sayPatch } from './say-rows.ts';
import type { Question } from './turn.ts';

/** Decisions of a package and notes of a person that a turn is given. */
const MOST_DECISIONS = 8;
const MOST_COMMENTS = 8;
const MOST_NOTES = 20;

/** A decision on a package as it is remembered, with its source. */
export type RememberedDecision = { code: string; sentence: string };

/** The latest decisions on a package: what was decided, by whom and why; the approval is the source. */
export async function rememberedDecisions(
  db: Db,
  actor: Question['actor'],
  code: string,
): Promise<RememberedDecision[]> {
  if (!canDo(actor, 'approval.read')) return [];
  const input = approvalListInput.parse({ package: code, status: ['applied', 'rejected'], limit: MOST_DECISIONS });
  const { items } = JSON.parse(await listApprovalsJson(db, actor.userId, input)) as { items: ApprovalRow[] };
  return items.map((one) => {
    const by =
      one.decisions.map(({ by: person, reason }) => `${person.name}${reason ? ` (“${reason}”)` : ''}`).join(', ') ||
      'the policy';
    return {
      code: one.code,
      sentence: `${one.status === 'rejected' ? 'rejected' : 'decided'} by ${by}: ${sayPatch(one.patch)}`,
    };
  });
}

/** A comment on a package as it is remembered. */
export type RememberedComment = { id: string; by: string; text: string };

/** The latest comments on a package, cut to 300 characters; the package's page is the source. */
export async function rememberedComments(db: Db, actor: Question['actor'], code: string): Promise<RememberedComment[]> {
  if (!canDo(actor, 'comment.read')) return [];
  const asked = { about: `package:${code}`, sort: '-createdAt', limit: String(MOST_COMMENTS) };
  const { items } = JSON.parse(await readComments(db, actor, asked)) as { items: CommentJson[] };
  return items.map(({ id, author, text }) => ({ id, by: author.name, text: text.slice(0, 300) }));
}

/** What the assistant is given of memory, as text: decisions and comments of the package, the person's notes. */
export async function rememberedText(db: Db, { actor, about }: Question): Promise<string> {
  const [decisions, comments, notes] = await Promise.all([
    about ? rememberedDecisions(db, actor, about) : [],
    about ? rememberedComments(db, actor, about) : [],
    listNotes(db, actor.userId, MOST_NOTES),
  ]);
  return [
    ...decisions.map(({ code, sentence }) => `Decision ${code} on ${about ?? ''}: ${sentence}`),
    ...comments.map(({ by, text }) => `Comment on ${about ?? ''} by ${by}: ${text}`),
    ...notes.map(
      ({ text, package: code }) => `${actor.name} asked to remember${code ? ` about ${code}` : ''}: ${text}`,
    ),
  ].join('\n');
}
