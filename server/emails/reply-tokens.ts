import type { Tx } from '../db.ts';
import { findAnswered } from '../outgoing/answered.queries.ts';
import { readReplyAddress, type ReplyToken } from '../outgoing/reply-address.ts';
import type { ParsedMessage } from './parse/parsed-message.ts';

/** Where a relay writes the address that a message was delivered to when To names another. */
const DELIVERED_TO = /^(delivered-to|x-original-to|envelope-to|x-envelope-to|x-forwarded-to|resent-to)$/i;
const ADDRESS = /reply\+[^\s<>@,;"]+@[^\s<>@,;"]+/gi;

export type ReplyTokens = {
  /** Those that we made and that are still good, each about something else. */
  valid: Extract<ReplyToken, { about: unknown }>[];
  /** Why another was ignored, for the reader; null: none was. */
  refused: 'forged' | 'expired' | null;
};

/** The signed reply addresses that a message was sent to. A forged or expired one is ignored, and said. */
export function replyTokensOf(message: Pick<ParsedMessage, 'to' | 'cc' | 'headers'>): ReplyTokens {
  const delivered = message.headers.flatMap(({ name, value }) =>
    DELIVERED_TO.test(name) ? (value.match(ADDRESS) ?? []) : [],
  );
  const addresses = [...message.to, ...message.cc].map(({ address }) => address).concat(delivered);
  const tokens = [...new Set(addresses.map((address) => address.toLowerCase()))]
    .slice(0, 50)
    .flatMap((address) => readReplyAddress(address) ?? []);
  const valid = new Map<string, ReplyTokens['valid'][number]>();
  let refused: ReplyTokens['refused'] = null;
  for (const token of tokens) {
    if (token.state === 'valid') valid.set(`${token.about.type}:${token.about.id}`, token);
    else if (refused !== 'forged') refused = token.state;
  }
  return { valid: [...valid.values()], refused };
}

/** The conversation and packages that a message joins by the reply addresses it was sent to. */
export type AnsweredByAddress = {
  threadId: string | null;
  packages: string[];
  tokens: ReplyTokens['valid'];
  refused: ReplyTokens['refused'];
};

/** Looks up what the reply addresses of a message are about; one query, none for a message without any. */
export async function answeredByAddress(tx: Tx, message: ParsedMessage): Promise<AnsweredByAddress> {
  const { valid, refused } = replyTokensOf(message);
  const answered = await findAnswered(
    tx,
    valid.map(({ about }) => about),
  );
  return {
    threadId: answered.find(({ threadId }) => threadId !== null)?.threadId ?? null,
    packages: [...new Set(answered.flatMap(({ packages }) => packages))],
    tokens: valid,
    refused,
  };
}
