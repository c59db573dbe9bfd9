import { createHmac, timingSafeEqual } from 'node:crypto';
import { env } from '../env.ts';
import { secretKey } from '../secret-key.ts';
import { fromBase32, toBase32 } from './base32.ts';
import type { About } from './outgoing.schema.ts';

/**
 * reply+<token>@MAIL_DOMAIN says what an answer is about and, where it was given to one of us, to whom. The token is
 * type (1 byte), id (16), the last day it is good on (2), the beginning of the person's id (6, or none), and the
 * beginning of an HMAC (8); in base32 with `reply+` at most 59 of the 64 characters that RFC 5321 allows before the @.
 */
const TYPES = ['package', 'task', 'approval', 'email'] as const satisfies readonly About['type'][];
const DAY_MS = 86_400_000;
const USER_BYTES = 6;
const MAC_BYTES = 8;
const BARE_BYTES = 1 + 16 + 2;
const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

const bytesOf = (uuid: string) => {
  if (!UUID.test(uuid)) throw new Error(`${uuid} is not a UUID.`);
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
};
const uuidOf = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const macOf = (body: Uint8Array) =>
  createHmac('sha256', secretKey('reply-address')).update(body).digest().subarray(0, MAC_BYTES);

/** The address that answers about `about` go to; null without MAIL_DOMAIN. `userId`: whose answers they are. */
export function replyAddress(about: About, userId: string | null, now: Date = new Date()): string | null {
  const { MAIL_DOMAIN, MAIL_REPLY_DAYS } = env();
  if (!MAIL_DOMAIN) return null;
  const day = Buffer.alloc(2);
  day.writeUInt16BE(Math.floor(now.getTime() / DAY_MS) + MAIL_REPLY_DAYS);
  const user = userId === null ? Buffer.alloc(0) : bytesOf(userId).subarray(0, USER_BYTES);
  const body = Buffer.concat([Buffer.from([TYPES.indexOf(about.type)]), bytesOf(about.id), day, user]);
  return `reply+${toBase32(Buffer.concat([body, macOf(body)]))}@${MAIL_DOMAIN}`;
}

export type ReplyToken =
  | { state: 'forged' }
  | {
      state: 'valid' | 'expired';
      about: About;
      /** Whether it was given to this person; false where it was given to nobody of us. */
      isFor: (userId: string) => boolean;
    };

/**
 * What a reply address says; null for an address that is none of ours. The local part may have changed its case.
 * `forged`: it has our form, but we did not make it.
 */
export function readReplyAddress(address: string, now: Date = new Date()): ReplyToken | null {
  const { MAIL_DOMAIN } = env();
  const at = address.lastIndexOf('@');
  const [local, domain] = [
    address.slice(0, at).trim().toLowerCase(),
    address
      .slice(at + 1)
      .trim()
      .toLowerCase(),
  ];
  if (!MAIL_DOMAIN || at < 1 || domain !== MAIL_DOMAIN || !local.startsWith('reply+')) return null;
  const bytes = fromBase32(local.slice('reply+'.length));
  const length = (bytes?.length ?? 0) - MAC_BYTES;
  if (!bytes || (length !== BARE_BYTES && length !== BARE_BYTES + USER_BYTES)) return { state: 'forged' };
  const body = bytes.subarray(0, length);
  const type = TYPES[body[0]!];
  if (!type || !timingSafeEqual(bytes.subarray(length), macOf(body))) return { state: 'forged' };
  const user = body.subarray(BARE_BYTES);
  return {
    state: body.readUInt16BE(17) >= Math.floor(now.getTime() / DAY_MS) ? 'valid' : 'expired',
    about: { type, id: uuidOf(body.subarray(1, 17)) },
    isFor: (userId) => user.length > 0 && UUID.test(userId) && bytesOf(userId).subarray(0, USER_BYTES).equals(user),
  };
}
