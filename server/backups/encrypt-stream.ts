import { createCipheriv, createDecipheriv, createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** What an encrypted part begins with; then a salt of 16 bytes, then frames. */
const MAGIC = Buffer.from('PMISENC1');
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const FRAME_BYTES = 256 * 1024;
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const keyOf = (passphrase: string, salt: Buffer) => scryptSync(passphrase.normalize('NFC'), salt, 32, SCRYPT);

/** Each part has a salt, hence a key, of its own: a frame's number is its nonce. */
function nonceOf(frame: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(frame, 6, 6);
  return nonce;
}

/** Says of the plain length and whether it is the last: a frame can neither be cut off nor be moved. */
function headOf(length: number, last: boolean): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length);
  head[4] = last ? 1 : 0;
  return head;
}

/**
 * Encrypts a stream with a passphrase: a key by scrypt from a random salt, AES-256-GCM in frames of 256 KiB, each
 * authenticated with its number, its length and whether it is the last.
 */
export async function* encryptStream(source: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = keyOf(passphrase, salt);
  yield Buffer.concat([MAGIC, salt]);
  let number = 0;
  const frame = (plain: Buffer, last: boolean): Buffer => {
    const head = headOf(plain.length, last);
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++)).setAAD(head);
    return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    waiting.push(chunk);
    size += chunk.length;
    if (size <= FRAME_BYTES) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    for (; all.length - at > FRAME_BYTES; at += FRAME_BYTES) yield frame(all.subarray(at, at + FRAME_BYTES), false);
    waiting = [all.subarray(at)];
    size = all.length - at;
  }
  yield frame(Buffer.concat(waiting), true);
}

/**
 * The plain bytes of what `encryptStream` wrote. Throws where the passphrase is another one, where bytes were changed,
 * and where the end is missing; nothing of a frame is given before the frame was found genuine.
 */
export async function* decryptStream(source: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let key: Buffer | null = null;
  let number = 0;
  let ended = false;
  for await (const chunk of source) {
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    if (!key) {
      if (held.length < MAGIC.length + SALT_BYTES) continue;
      if (!held.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('It is not encrypted by PMIS.');
      key = keyOf(passphrase, held.subarray(MAGIC.length, MAGIC.length + SALT_BYTES));
      held = held.subarray(MAGIC.length + SALT_BYTES);
    }
    while (held.length >= 5) {
      if (ended) break;
      const length = held.readUInt32BE(0);
      if (length > FRAME_BYTES) throw new Error('It is damaged: a frame has a wrong length.');
      const whole = 5 + length + TAG_BYTES;
      if (held.length < whole) break;
      const head = held.subarray(0, 5);
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number++))
        .setAAD(head)
        .setAuthTag(held.subarray(5 + length, whole));
      const plain = decipher.update(held.subarray(5, 5 + length));
      try {
        decipher.final();
      } catch {
        throw new Error(
          number === 1 ? 'The passphrase is another one, or it is damaged.' : `It is damaged in frame ${number}.`,
        );
      }
      ended = head[4] === 1;
      held = held.subarray(whole);
      yield plain;
    }
    if (ended && held.length > 0) throw new Error('It is damaged: something follows its end.');
  }
  if (!ended) throw new Error('It is cut off: its end is missing.');
}

/** `salt:mac` in hex over a text, by a key from the passphrase. */
export function sealText(text: string, passphrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  return `${salt.toString('hex')}:${createHmac('sha256', keyOf(passphrase, salt)).update(text).digest('hex')}`;
}

/** Whether `seal` is of this text and passphrase. */
export function isSealOf(seal: string, text: string, passphrase: string): boolean {
  const [salt = '', mac = ''] = seal.split(':');
  const expected = createHmac('sha256', keyOf(passphrase, Buffer.from(salt, 'hex')))
    .update(text)
    .digest();
  const given = Buffer.from(mac, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
