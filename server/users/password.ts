import { randomInt } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';

/** Algorithm.Argon2id: a const enum that isolated modules cannot read. */
const ARGON2ID = 2;

/** argon2id with the least parameters that OWASP recommends: 19 MiB, two passes, one lane. */
const ARGON2: Options = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a random password nobody knows: checked where there is no account, so that it takes the same time. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$YoAW8qt7nBroeIsf9yO9Hg$rzZgeOG7Ly6TxsVThjX5zdi+CmJfLqbmmYOMQ3JySR4';

/** The text to store for a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/** Whether the password is the one of the hash; the same work with and without a hash. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, password);
  return matches && passwordHash !== null;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A random password to read out and type: four groups of five, 98 bits, without letters that look alike. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
