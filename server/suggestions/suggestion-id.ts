import { DomainError } from '../errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of a suggestion out of an address. Throws `not_found` for what is none. */
export function suggestionIdOf(text: string | undefined): string {
  if (text && UUID.test(text)) return text;
  throw new DomainError('not_found', 'There is no such suggestion.');
}
