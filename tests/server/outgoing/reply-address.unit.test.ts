import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { setEnv } from '../../../server/env.ts';
import { fromBase32, toBase32 } from '../../../server/outgoing/base32.ts';
import type { About } from '../../../server/outgoing/outgoing.schema.ts';
import { readReplyAddress, replyAddress } from '../../../server/outgoing/reply-address.ts';
import { readUnsubscribeToken, unsubscribeUrl } from '../../../server/outgoing/unsubscribe.ts';

const SECRET = 'a secret of more than thirty-two characters';
const DAY_MS = 86_400_000;

beforeAll(() => {
  setEnv({ SECRET_KEY: SECRET, MAIL_DOMAIN: 'mail.example', MAIL_REPLY_DAYS: 30, PUBLIC_URL: 'https://pmis.example' });
});

const ABOUTS: About['type'][] = ['package', 'task', 'approval', 'email'];

describe('a reply address', () => {
  test.each(ABOUTS)('says what it is about and for whom: %s', (type) => {
    const about = { type, id: randomUUID() };
    const user = randomUUID();
    const address = replyAddress(about, user)!;
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64);
    for (const written of [address, address.toUpperCase()]) {
      const token = readReplyAddress(written);
      expect(token).toMatchObject({ state: 'valid', about });
      expect(token?.state === 'valid' && [token.isFor(user), token.isFor(randomUUID())]).toEqual([true, false]);
    }
    const anybody = readReplyAddress(replyAddress(about, null)!);
    expect(anybody?.state === 'valid' && anybody.isFor(user)).toBe(false);
  });

  test('is good on its last day and expired after it', () => {
    const made = new Date('2026-03-01T23:00:00Z');
    const address = replyAddress({ type: 'task', id: randomUUID() }, null, made)!;
    expect(readReplyAddress(address, new Date(made.getTime() + 30 * DAY_MS))?.state).toBe('valid');
    expect(readReplyAddress(address, new Date(made.getTime() + 31 * DAY_MS))?.state).toBe('expired');
  });

  test('with any character changed is forged; of another secret too; elsewhere it is none of ours', () => {
    const address = replyAddress({ type: 'task', id: randomUUID() }, randomUUID())!;
    for (let at = 'reply+'.length; at < address.indexOf('@'); at++) {
      const changed = `${address.slice(0, at)}${address[at] === 'a' ? 'b' : 'a'}${address.slice(at + 1)}`;
      expect(readReplyAddress(changed), changed).toEqual({ state: 'forged' });
    }
    setEnv({ SECRET_KEY: `${SECRET}!` });
    expect(readReplyAddress(address)).toEqual({ state: 'forged' });
    setEnv({ SECRET_KEY: SECRET });
    for (const other of [
      'jane@mail.example',
      'reply@mail.example',
      address.replace('mail.example', 'other.example'),
      '@',
      '',
    ])
      expect(readReplyAddress(other), other).toBeNull();
  });

  test('anything after reply+ is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (text) => {
        const token = readReplyAddress(`reply+${text}@mail.example`);
        return token === null || token.state === 'forged';
      }),
      { numRuns: 2000 },
    );
  });

  test('base32 gives back what it took', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => fromBase32(toBase32(bytes))!.equals(Buffer.from(bytes))),
    );
  });
});

describe('the unsubscribe address', () => {
  test('names its person, and no other text does', () => {
    const user = randomUUID();
    const token = unsubscribeUrl(user)!.replace('https://pmis.example/unsubscribe/', '');
    expect(readUnsubscribeToken(token)).toBe(user);
    const last = token.length - 2;
    expect(
      readUnsubscribeToken(`${token.slice(0, last)}${token[last] === 'a' ? 'b' : 'a'}${token.slice(last + 1)}`),
    ).toBeNull();
    expect(['', 'x', token.slice(1), `${token}a`].map(readUnsubscribeToken)).toEqual([null, null, null, null]);
  });

  test('a reply token is none', () => {
    const address = replyAddress({ type: 'task', id: randomUUID() }, null)!;
    expect(readUnsubscribeToken(address.slice('reply+'.length, address.indexOf('@')))).toBeNull();
  });
});
