import { createHmac, timingSafeEqual } from 'node:crypto';
import { env } from '../env.ts';
import { secretKey } from '../secret-key.ts';
import { fromBase32, toBase32 } from './base32.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAC_BYTES = 16;

const macOf = (id: Uint8Array) =>
  createHmac('sha256', secretKey('unsubscribe')).update(id).digest().subarray(0, MAC_BYTES);

/** The address that ends a person's digests, without signing in; null without PUBLIC_URL. It does not expire. */
export function unsubscribeUrl(userId: string): string | null {
  const { PUBLIC_URL } = env();
  if (!PUBLIC_URL) return null;
  if (!UUID.test(userId)) throw new Error(`${userId} is not a UUID.`);
  const id = Buffer.from(userId.replaceAll('-', ''), 'hex');
  return new URL(`/unsubscribe/${toBase32(Buffer.concat([id, macOf(id)]))}`, PUBLIC_URL).href;
}

/** Whose digests the address ends; null for one that we did not make. */
export function readUnsubscribeToken(token: string): string | null {
  const bytes = token.length < 100 ? fromBase32(token) : null;
  if (bytes?.length !== 16 + MAC_BYTES) return null;
  const id = bytes.subarray(0, 16);
  if (!timingSafeEqual(bytes.subarray(16), macOf(id))) return null;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
