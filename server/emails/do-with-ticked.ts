import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { fileEmails } from './file-emails.ts';
import { reprocessEmails } from './reprocess-emails.ts';

const counted = (n: number, is = '', are = is) => `${n} ${n === 1 ? `message${is}` : `messages${are}`}`;

/**
 * Does with the ticked messages of a list what its form asks for, and says so in a sentence: files them under a package
 * (`file-ticked`) or reads them again (`read-ticked`). Throws invalid where none is ticked, and what the operations throw.
 */
export async function doWithTicked(
  db: Db,
  actor: Actor,
  input: { intent: 'file-ticked' | 'read-ticked'; ids: readonly string[]; package: unknown },
): Promise<string> {
  const { ids } = input;
  if (ids.length === 0) throw new DomainError('invalid', 'Tick messages first.');
  if (input.intent === 'read-ticked') {
    const { again } = await reprocessEmails(db, actor, { ids });
    return `${counted(again, ' is', ' are')} being read again.`;
  }
  const { package: code, filed, unchanged } = await fileEmails(db, actor, { ids, package: input.package });
  return `${counted(filed)} filed under ${code}.${unchanged > 0 ? ` ${unchanged} stood there already.` : ''}`;
}
