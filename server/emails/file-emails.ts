import { z } from 'zod';
import type { Actor } from '../actor.ts';
import type { EventInput } from '../audit/record-event.ts';
import { recordEvents } from '../audit/record-events.ts';
import { listIngestedEmails } from '../audit/ingested.queries.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { findPackageForFiling } from '../packages/filing.queries.ts';
import { oneLine } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { type HeldEmail, lockEmails, setLinks } from './file-emails.queries.ts';

/** Body of `POST /api/emails/file`. */
export const fileEmailsInput = z.strictObject({
  ids: z
    .array(z.uuid({ error: 'Give the ids of messages.' }), { error: 'Give the ids of messages as a list.' })
    .min(1, { error: 'Give at least one message.' })
    .max(1000, { error: 'At most 1,000 messages at once.' }),
  package: oneLine(100),
});

export type FiledTogether = { package: string; filed: number; unchanged: number };

/** Why a held message cannot be filed by this person; null when it can. */
function refusalOf(email: HeldEmail): string | null {
  if (!email.visible) return 'a message about a bid that is not shown to you';
  const named = `“${email.subject || '(no subject)'}”`;
  if (email.status === 'received') return `${named}, which is still being read`;
  return email.duplicateOf ? `${named}, which repeats another message` : null;
}

/**
 * Files messages under one package by hand, all or none, with one `email_filed` each. What a person filed there before
 * stays as it is. Unlike filing one message it teaches no rule: a heap says little of each. Throws forbidden,
 * invalid (unknown package or message), conflict (one of them cannot be filed, said which).
 */
export async function fileEmails(db: Db, actor: Actor, body: unknown): Promise<FiledTogether> {
  requireCan(actor, 'email.file');
  const input = fileEmailsInput.parse(body);
  const ids = [...new Set(input.ids.map((id) => id.toLowerCase()))];
  return db.transaction().execute(async (tx) => {
    const pkg = await findPackageForFiling(tx, input.package);
    const wrong = (field: string, message: string) =>
      new DomainError('invalid', message, { fields: [{ field, message }] });
    if (!pkg) throw wrong('package', `There is no package ${input.package}.`);
    const held = await lockEmails(tx, actor, ids, pkg.id);
    if (held.length < ids.length) throw wrong('ids', `${ids.length - held.length} of these messages are not there.`);
    const refused = held.flatMap((email) => refusalOf(email) ?? []);
    if (refused.length > 0)
      throw new DomainError('conflict', `Nothing was filed: among them is ${refused.slice(0, 3).join(', and ')}.`);
    const changed = held.filter(({ link }) => !(link?.status === 'filed' && link.method === 'manual'));
    const changedIds = changed.map(({ id }) => id);
    const why = `${actor.name} filed it.`;
    await setLinks(tx, {
      ids: changedIds,
      packageId: pkg.id,
      userId: actor.kind === 'user' ? actor.userId : null,
      why,
    });
    const told = new Set(await listIngestedEmails(tx, changedIds, pkg.id));
    const after = { package: pkg.code, method: 'manual', score: 1 };
    const events = changed.flatMap(({ id, link }): EventInput[] => {
      const event = { entityType: 'email' as const, entityId: id, packageId: pkg.id };
      const before = link && { package: pkg.code, ...link };
      const filed = { ...event, eventType: 'email_filed', before, after: { ...after, status: 'filed' } };
      const evidence = [{ type: 'email' as const, id }];
      return told.has(id)
        ? [filed]
        : [filed, { ...event, eventType: 'email_ingested', after: { ...after, why }, evidence }];
    });
    await recordEvents(tx, actor, events);
    return { package: pkg.code, filed: changed.length, unchanged: held.length - changed.length };
  });
}
