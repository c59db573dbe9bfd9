import type { UserActor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { pageUrl } from '../notifications/mail-news.ts';
import type { About } from '../outgoing/outgoing.schema.ts';
import { queueMails } from '../outgoing/queue-mail.ts';
import { canDo } from '../users/role.policy.ts';
import { getUser, type User } from '../users/user.queries.ts';
import { addCommentIn } from './add-comment.ts';
import { findSubject } from './comment.queries.ts';
import { meansDecision } from './mail-answer.policy.ts';

/** A comment holds so much; the message itself is kept whole. */
const LONGEST = 10_000;

/** A message that came to a valid signed reply address of ours, as it was read. */
export type MailAnswer = {
  emailId: string;
  about: About;
  /** Whether the reply address was given to this person. */
  isFor: (userId: string) => boolean;
  fromAddress: string | null;
  /** What was newly written: quotes and signature taken away. */
  replyText: string;
  subject: string | null;
  messageId: string | null;
  references: readonly string[];
  threadId: string | null;
  kind: string;
  authentication: 'pass' | 'fail' | 'unknown';
};

/** Who wrote an answer: the active person of ours at the sender's address, when the reply address was given to him. */
async function writerOf(tx: Tx, { kind, authentication, fromAddress, isFor }: MailAnswer): Promise<User | null> {
  if (kind !== 'normal' || authentication === 'fail' || !fromAddress || fromAddress.includes('\0')) return null;
  const user = await getUser(tx, fromAddress);
  return user?.active && user.email === fromAddress.toLowerCase() && isFor(user.id) ? user : null;
}

/** Tells the writer of "approved" that mail decides nothing, and where he decides. */
async function sayWhereToDecide(tx: Tx, answer: MailAnswer, writer: User, code: string): Promise<void> {
  const url = pageUrl(`/approvals/${code}`);
  const where = url ? [{ type: 'link', text: `Decide ${code} in PMIS`, url } as const] : [];
  const text = `Your answer is kept as a comment on ${code}. It decides nothing: approving or rejecting by mail is not possible, because anybody can write a sender’s name. Sign in and decide there.`;
  await queueMails(tx, [
    {
      kind: 'answer',
      to: [{ name: writer.name, address: writer.email }],
      subject: /^re:/i.test(answer.subject ?? '') ? answer.subject! : `Re: ${answer.subject ?? code}`,
      blocks: [{ type: 'text', text }, ...where],
      about: answer.about,
      forUser: writer.id,
      answers: {
        kind: answer.kind,
        messageId: answer.messageId,
        references: answer.references,
        threadId: answer.threadId,
      },
    },
  ]);
}

/**
 * Makes the answer to a notification mail a comment of the person who wrote it, in the transaction in which the message
 * is read. Only from the person whom the reply address was given to, and not from robots. "Approved" and the like decide
 * nothing: the writer gets an answer that says so. Read again it adds nothing. Returns the comment's id, or null.
 */
export async function takeMailAnswer(tx: Tx, answer: MailAnswer): Promise<{ commentId: string | null }> {
  const { about, emailId } = answer;
  const text = answer.replyText.trim().slice(0, LONGEST);
  if (about.type === 'email' || text === '') return { commentId: null };
  const writer = await writerOf(tx, answer);
  if (!writer) return { commentId: null };
  const actor: UserActor = {
    kind: 'user',
    userId: writer.id,
    email: writer.email,
    name: writer.name,
    role: writer.role,
    scopes: null,
    tokenId: null,
    via: 'email',
    ai: false,
    timeZone: writer.timeZone,
  };
  const subject = await findSubject(tx, { type: about.type, ref: about.id });
  if (!subject || !canDo(actor, 'comment.write')) return { commentId: null };
  const comment = await addCommentIn(tx, actor, { about: { type: about.type, ref: about.id }, text, emailId });
  if (comment && about.type === 'approval' && meansDecision(text))
    await sayWhereToDecide(tx, answer, writer, subject.code);
  return { commentId: comment?.id ?? null };
}
