import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { chooseModel } from '../ai/model/model-config.ts';
import { type EventInput } from '../audit/record-event.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Db, Tx } from '../db.ts';
import { takeMailAnswer } from '../comments/take-mail-answer.ts';
import { env } from '../env.ts';
import { tellFiled } from '../notifications/tell-filed.ts';
import { storeFile } from '../storage/files.ts';
import { authenticationOf } from './auth-results.policy.ts';
import { announcesBankChange, mentionsBankDetails } from './bank-details.policy.ts';
import { markBounced } from '../outgoing/mark-bounced.ts';
import { domainOf } from './domain-likeness.policy.ts';
import type { NewLink } from './filing.policy.ts';
import { findLinks } from './find-links.ts';
import { knownSenders } from './known-senders.ts';
import type { MessageParser } from './parse/create-message-parser.ts';
import type { ParsedMessage } from './parse/parsed-message.ts';
import {
  fileAnswers,
  findStoredFacts,
  getWaitingEmail,
  lockMessageKeys,
  setRead,
  setUnread,
  type WaitingEmail,
} from './process.queries.ts';
import { readColumns } from './read-columns.ts';
import { answeredByAddress } from './reply-tokens.ts';
import { isInternal, senderMismatch } from './sender-check.policy.ts';
import { keepForSearch } from '../email-texts/keep-for-search.ts';
import { queueReading } from './understanding.queries.ts';

/** Ends the job in the transaction that holds its effect. */
type Finish = (tx: Tx) => Promise<void>;

/** A thread of the parser died or hung: worth one more try, since the machine may be at fault. */
const WORTH_ANOTHER_TRY = new Set(['crash', 'timeout']);

const viaOf = (email: WaitingEmail) => (['imap', 'smtp', 'webhook'].includes(email.source) ? 'email' : email.source);

/** What the sender wrote, with what stands under his signature: only what he quotes is left out. */
function newText({ text, quotedText }: ParsedMessage): string {
  return quotedText !== '' && text.includes(quotedText) ? text.replace(quotedText, '') : text;
}

function ingestedEvents(email: WaitingEmail, message: ParsedMessage, filed: readonly NewLink[]): EventInput[] {
  const event = (packageId: string | null, after: Record<string, unknown>): EventInput => ({
    entityType: 'email',
    entityId: email.id,
    eventType: 'email_ingested',
    packageId,
    via: viaOf(email),
    after: { kind: message.kind, ...(email.receivedByEmail ? { receivedBy: email.receivedByEmail } : {}), ...after },
    evidence: [{ type: 'email', id: email.id }],
  });
  if (filed.length === 0) return [event(null, { status: 'processed' })];
  return filed.map(({ packageId, code, method, score, why }) =>
    event(packageId, { package: code, method, score, why }),
  );
}

async function storeRead(db: Db, tx: Tx, actor: Actor, email: WaitingEmail, message: ParsedMessage): Promise<void> {
  const senders = await knownSenders(db);
  const columns = readColumns(message);
  await lockMessageKeys(
    tx,
    [columns.messageId, columns.inReplyTo, ...columns.referenceIds.slice(-20), message.contentHash].filter(
      (key) => key !== null,
    ),
  );
  const facts = await findStoredFacts(tx, {
    id: email.id,
    messageId: columns.messageId,
    contentHash: message.contentHash,
    references: columns.referenceIds,
  });
  const authentication = authenticationOf(
    message.authenticationResults,
    // What came straight to our SMTP listener was checked by us, and by nobody else whom we trust.
    email.mailSource === 'smtp' ? [env().MAIL_AUTHSERV_ID] : senders.trustedReceivers,
    domainOf(columns.fromAddress),
  );
  const bulk = message.kind !== 'normal' || message.headers.some(({ name }) => /^list-(id|unsubscribe)$/i.test(name));
  const mismatch = senderMismatch(
    { from: message.from, replyTo: message.replyTo, multipleFrom: message.multipleFrom, authentication, bulk },
    senders,
  );
  const duplicate = facts.duplicateOf !== null;
  const internal = isInternal(columns.fromAddress, senders);
  const believed = !internal || authentication === 'pass' || email.receivedByEmail !== null;
  const answered = await answeredByAddress(tx, message);
  const { links, unknownCodes } = duplicate
    ? { links: [], unknownCodes: [] }
    : await findLinks(tx, message, {
        facts,
        senders,
        mismatch,
        givenCode: email.givenPackageCode,
        believed,
        answered: answered.packages,
      });
  const known = [
    facts.duplicateThread,
    ...facts.relatives.map((one) => one.threadId),
    answered.threadId,
    ...facts.answers.map((one) => one.threadId),
  ];
  const threadId = known.find((id) => id !== null) ?? randomUUID();
  await setRead(tx, {
    ...columns,
    id: email.id,
    duplicateOf: facts.duplicateOf,
    messageIdReused: facts.reused && !duplicate,
    threadId,
    newThread: !known.includes(threadId),
    flags: {
      ...columns.flags,
      ...(unknownCodes.length > 0 ? { unknownCodes } : {}),
      ...(answered.refused ? { replyAddress: answered.refused } : {}),
    },
    authResult: authentication,
    senderMismatch: mismatch,
    bankDetails:
      mentionsBankDetails(`${message.subject ?? ''}\n${message.replyText}`) || announcesBankChange(newText(message)),
    outside: authentication === 'fail' || !internal,
    links,
  });
  const byModel = !duplicate && message.kind !== 'bounce' && chooseModel(env()) !== null;
  await queueReading(tx, [email.id], { byModel });
  await keepForSearch(tx, email.id, message);
  if (duplicate) {
    const after = { duplicateOf: facts.duplicateOf };
    await recordEvents(tx, actor, [
      { entityType: 'email', entityId: email.id, eventType: 'email_duplicate', via: viaOf(email), after },
    ]);
    return;
  }
  if (message.bounce) await markBounced(tx, actor, email.id, message.bounce);
  const filed = links.filter((link) => link.status === 'filed');
  const why = (code: string) => `It answers a message that came later and is filed under ${code}.`;
  const late =
    facts.answers.length > 0 || facts.relatives.length > 1
      ? await fileAnswers(
          tx,
          threadId,
          [...facts.answers, ...facts.relatives.map(({ id, threadId }) => ({ id, threadId, unfiled: false }))],
          filed.map(({ packageId, code }) => ({ packageId, why: why(code) })),
        )
      : [];
  const lateEvents = late.map(({ emailId, packageId }): EventInput => {
    const { code } = filed.find((link) => link.packageId === packageId)!;
    return {
      entityType: 'email',
      entityId: emailId,
      eventType: 'email_ingested',
      packageId,
      after: { package: code, method: 'thread', score: 0.9, why: why(code) },
      evidence: [{ type: 'email', id: emailId }],
    };
  });
  await recordEvents(tx, actor, [...ingestedEvents(email, message, filed), ...lateEvents]);
  if (message.kind !== 'normal') return;
  const token = mismatch.length === 0 ? answered.tokens[0] : undefined;
  const { commentId } = token
    ? await takeMailAnswer(tx, {
        emailId: email.id,
        ...token,
        fromAddress: columns.fromAddress,
        replyText: message.replyText,
        subject: message.subject,
        messageId: columns.messageId,
        references: columns.referenceIds,
        threadId,
        kind: message.kind,
        authentication,
      })
    : { commentId: null };
  const { fromName, fromAddress, subject } = columns;
  // A comment tells those whom it concerns by itself.
  if (commentId === null)
    await tellFiled(
      tx,
      actor,
      { id: email.id, fromName, fromAddress, subject, broughtInBy: email.receivedByEmail },
      filed,
    );
}

/**
 * Reads one stored message: parses it in the parser's thread, keeps its attachments, recognises repeats, threads it,
 * checks its sender, files it, and records it, all in one transaction with the end of its job and the queueing of what
 * reads it for suggestions. A message that cannot be read is quarantined with the reason. Does nothing for a message
 * that was read already.
 */
export async function processEmail(
  db: Db,
  actor: Actor,
  { emailId, parser, finish, lastTry }: { emailId: string; parser: MessageParser; finish: Finish; lastTry: boolean },
): Promise<void> {
  const email = await getWaitingEmail(db, emailId);
  if (!email || (email.status !== 'received' && email.status !== 'failed')) return db.transaction().execute(finish);
  const result = await parser.parse(email.raw);
  if (!result.ok) {
    const { code, reason } = result.failure;
    if (WORTH_ANOTHER_TRY.has(code) && !lastTry) throw new Error(reason);
    return db.transaction().execute(async (tx) => {
      await setUnread(tx, email.id, 'quarantined', reason);
      const after = { status: 'quarantined', code, error: reason };
      await recordEvents(tx, actor, [
        { entityType: 'email', entityId: email.id, eventType: 'email_quarantined', via: viaOf(email), after },
      ]);
      await finish(tx);
    });
  }
  const { message } = result;
  await Promise.all(message.attachments.map(({ sha256, content }) => storeFile(sha256, content)));
  await db.transaction().execute(async (tx) => {
    await storeRead(db, tx, actor, email, message);
    await finish(tx);
  });
}

/** Marks a message whose job became a dead letter; retrying the job reads it again. In the job's transaction. */
export async function failEmail(tx: Tx, actor: Actor, emailId: string, error: string): Promise<void> {
  if (!(await setUnread(tx, emailId, 'failed', error))) return;
  await recordEvents(tx, actor, [
    { entityType: 'email', entityId: emailId, eventType: 'email_failed', after: { status: 'failed', error } },
  ]);
}
