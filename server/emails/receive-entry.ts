import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { rawEntryInput } from './email.schema.ts';
import { type Received, receiveEmail } from './receive-email.ts';
import { receiveJson } from './receive-json.ts';

/**
 * Stores an entry of the Redis list: the JSON of `POST /api/emails`, or `{"raw": "<base64>"}`. Throws what makes an
 * entry no message: not JSON in UTF-8, not an object, a wrong field, an empty message.
 */
export async function receiveEntry(db: Db, actor: Actor, entry: Uint8Array): Promise<Received> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(entry));
  } catch {
    throw new DomainError('bad_request', 'The entry is not JSON in UTF-8.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DomainError('invalid', 'The entry is not a JSON object.');
  if (!('raw' in value)) return receiveJson(db, actor, value, 'redis');
  const { raw, package_code: givenPackageCode } = rawEntryInput.parse(value);
  return receiveEmail(db, actor, { raw, source: 'redis', givenPackageCode });
}
