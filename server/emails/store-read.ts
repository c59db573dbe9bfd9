import { randomUUID } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { chooseModel } from '../ai/model/model-config.ts';
import type { EventInput } from '../audit/record-event.ts';
import { recordEvents } from '../audit/record-events.ts';
import { takeMailAnswer } from '../comments/take-mail-answer.ts';
import type { Db, Tx } from '../db.ts';
import { keepForSearch } from '../email-texts/keep-for-search.ts';
import { env } from '../env.ts';
import { tellFiled } from '../notifications/tell-filed.ts';
import { markBounced } from '../outgoing/mark-bounced.ts';
import { authenticationOf } from './auth-results.policy.ts';
import { announcesBankChange, mentionsBankDetails } from './bank-details.policy.ts';
import { domainOf } from './domain-likeness.policy.ts';
import type { NewLink } from './filing.policy.ts';
import { findLinks } from './find-links.ts';
import { knownSenders } from './known-senders.ts';
import type { ParsedMessage } from './parse/parsed-message.ts';
import {
  fileAnswers,
  findStoredFacts,
  lockMessageKeys,
  setRead,
  type StoredFacts,
  type WaitingEmail,
} from './process.queries.ts';
import { readColumns } from './read-columns.ts';
import { answeredByAddress } from './reply-tokens.ts';
import { isInternal, senderMismatch } from './sender-check.policy.ts';
import { queueReading } from './understanding.queries.ts';

type ReadColumns = ReturnType<typeof readColumns>;

/** By which way a message came, as its events say. */
export const viaOf = (email: WaitingEmail) =>
  ['imap', 'smtp', 'webhook'].includes(email.source) ? 'email' : email.source;

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

/** What is known about a message before it is written: repeats, relatives, its sender, and where it belongs. */
async function judge(db: Db, tx: Tx, email: WaitingEmail, message: ParsedMessage, columns: ReadColumns) {
  const senders = await knownSenders(db);
  const keys = [columns.messageId, columns.inReplyTo, ...columns.referenceIds.slice(-20), message.contentHash];
  await lockMessageKeys(
    tx,
    keys.filter((key) => key !== null),
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
  const internal = isInternal(columns.fromAddress, senders);
  const answered = await answeredByAddress(tx, message);
  const duplicate = facts.duplicateOf !== null;
  const { links, unknownCodes } = duplicate
    ? { links: [], unknownCodes: [] }
    : await findLinks(tx, message, {
        facts,
        senders,
        mismatch,
        givenCode: email.givenPackageCode,
        believed: !internal || authentication === 'pass' || email.receivedByEmail !== null,
        answered: answered.packages,
      });
  return { facts, authentication, mismatch, internal, answered, duplicate, links, unknownCodes };
}

type Judgement = Awaited<ReturnType<typeof judge>>;

/** Writes the message with its thread, links and flags. Returns the thread. */
async function write(
  tx: Tx,
  email: WaitingEmail,
  message: ParsedMessage,
  columns: ReadColumns,
  { facts, authentication, mismatch, internal, answered, duplicate, links, unknownCodes }: Judgement,
): Promise<string> {
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
  return threadId;
}

/** Files what came before and answers this message with it; the events that say so. */
async function fileEarlierAnswers(
  tx: Tx,
  threadId: string,
  { answers, relatives }: StoredFacts,
  filed: readonly NewLink[],
): Promise<EventInput[]> {
  if (answers.length === 0 && relatives.length < 2) return [];
  const why = (code: string) => `It answers a message that came later and is filed under ${code}.`;
  const late = await fileAnswers(
    tx,
    threadId,
    [...answers, ...relatives.map(({ id, threadId }) => ({ id, threadId, unfiled: false }))],
    filed.map(({ packageId, code }) => ({ packageId, why: why(code) })),
  );
  return late.map(({ emailId, packageId }): EventInput => {
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
}

/** Makes an answer to a mail of ours a comment, which tells those whom it concerns; else tells the buyers. */
async function tell(
  tx: Tx,
  actor: Actor,
  email: WaitingEmail,
  message: ParsedMessage,
  columns: ReadColumns,
  { answered, authentication, mismatch, filed, threadId }: Judgement & { filed: readonly NewLink[]; threadId: string },
): Promise<void> {
  const { fromName, fromAddress, subject, messageId, referenceIds } = columns;
  const token = mismatch.length === 0 ? answered.tokens[0] : undefined;
  const answer = token
    ? await takeMailAnswer(tx, {
        emailId: email.id,
        ...token,
        fromAddress,
        replyText: message.replyText,
        subject: message.subject,
        messageId,
        references: referenceIds,
        threadId,
        kind: message.kind,
        authentication,
      })
    : null;
  if (answer?.commentId) return;
  await tellFiled(
    tx,
    actor,
    { id: email.id, fromName, fromAddress, subject, broughtInBy: email.receivedByEmail },
    filed,
  );
}

/** Keeps what was read of a message, with everything that follows from it, in the caller's transaction. */
export async function storeRead(
  db: Db,
  tx: Tx,
  actor: Actor,
  email: WaitingEmail,
  message: ParsedMessage,
): Promise<void> {
  const columns = readColumns(message);
  const judged = await judge(db, tx, email, message, columns);
  const threadId = await write(tx, email, message, columns, judged);
  const byModel = !judged.duplicate && message.kind !== 'bounce' && chooseModel(env()) !== null;
  await queueReading(tx, [email.id], { byModel });
  await keepForSearch(tx, email.id, message);
  if (judged.duplicate) {
    const after = { duplicateOf: judged.facts.duplicateOf };
    return recordEvents(tx, actor, [
      { entityType: 'email', entityId: email.id, eventType: 'email_duplicate', via: viaOf(email), after },
    ]);
  }
  if (message.bounce) await markBounced(tx, actor, email.id, message.bounce);
  const filed = judged.links.filter((link) => link.status === 'filed');
  const earlier = await fileEarlierAnswers(tx, threadId, judged.facts, filed);
  await recordEvents(tx, actor, [...ingestedEvents(email, message, filed), ...earlier]);
  if (message.kind === 'normal') await tell(tx, actor, email, message, columns, { ...judged, filed, threadId });
}
