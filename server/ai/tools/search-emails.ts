import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { listQuotableMail, type QuotableMail } from '../../emails/chat-mail.queries.ts';
import { getPackageState } from '../../packages/package.queries.ts';
import { oneLine } from '../../text/text.schema.ts';
import { requireCan } from '../../users/require-can.ts';
import { foldText } from '../rules/fold-text.ts';
import { splitSentences } from '../rules/split-sentences.ts';
import type { ToolResult } from './tool-result.ts';

export const searchEmailsInput = z.strictObject({
  package: oneLine(100).optional(),
  vendor: oneLine(200).optional(),
  query: oneLine(200).optional(),
  since: plainDate.optional(),
});

/** A message with its sentence that fits best, verbatim. */
export type FoundMail = Omit<QuotableMail, 'text'> & { quote: string };

const LOOKED_AT = 40;
const TOLD = 5;
const LONGEST_QUOTE = 300;

/** Words that mail uses for one another: asked for one, the others fit too. */
const ALIKE = [
  ['delay', 'late', 'later', 'slip', 'slipped', 'postpone', 'postponed', 'behind', 'push', 'moved', 'delayed'],
  ['delivery', 'deliver', 'delivered', 'ship', 'shipped', 'shipment', 'dispatch', 'arrive', 'eta'],
  ['price', 'cost', 'amount', 'value', 'quote', 'offer'],
];

function stems(text: string): Set<string> {
  const words = foldText(text).match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return new Set(words.map((word) => (word.length > 4 ? word.replace(/(?:ed|ing|ies|es|s|y)$/u, '') : word)));
}

function wanted(text: string): { own: Set<string>; alike: Set<string> } {
  const own = stems(text);
  const alike = ALIKE.filter((group) => group.some((word) => own.has([...stems(word)][0]!))).flat();
  return { own, alike: stems(alike.join(' ')) };
}

/** Mail of a package or vendor with the sentences that fit what is asked, best first. Throws `forbidden`, `not_found`. */
export async function searchEmails(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<FoundMail>> {
  requireCan(actor, 'email.read');
  const { package: code, vendor, query, since } = searchEmailsInput.parse(input);
  const state = code ? await getPackageState(db, code) : null;
  const words = (query ?? '').split(' ').filter(Boolean);
  const found = await listQuotableMail(db, actor, {
    packages: state ? [state.code] : [],
    vendor: state ? null : (vendor ?? null),
    words,
    since: since ?? null,
    limit: LOOKED_AT,
  });
  const { own, alike } = wanted(query ?? '');
  const scored = found.map((mail) => {
    const best = splitSentences(mail.text)
      .slice(0, 200)
      .map((sentence) => {
        const here = stems(sentence.text);
        return {
          quote: sentence.text.trim(),
          score:
            [...own].filter((word) => here.has(word)).length * 2 + ([...alike].some((word) => here.has(word)) ? 1 : 0),
        };
      })
      .filter(({ quote }) => quote.length > 8)
      .sort((a, b) => b.score - a.score)[0];
    return { mail, quote: (best?.quote ?? mail.subject).slice(0, LONGEST_QUOTE), score: best?.score ?? 0 };
  });
  const fitting = own.size === 0 ? scored : scored.filter(({ score }) => score > 0);
  const told = (own.size === 0 ? fitting : fitting.sort((a, b) => b.score - a.score)).slice(0, TOLD);
  const items = told.map(({ mail: { text: _text, ...mail }, quote }) => ({ ...mail, quote }));
  const cited = items.map((mail) => ({
    type: 'email' as const,
    id: mail.id,
    code: null,
    package: mail.packages[0] ?? null,
    quote: mail.quote,
  }));
  const pkg = state ? [{ type: 'package' as const, id: state.id, code: state.code, package: state.code }] : [];
  return { items, evidence: [...pkg, ...cited], more: fitting.length > items.length };
}
