import addressparser from 'nodemailer/lib/addressparser';
import { cleanLine, clip } from './clean-text.ts';
import { decodeWords } from './decode-words.ts';
import { parseLimits, type MailAddress } from './parsed-message.ts';

type ParsedEntry = { name?: string; address?: string; group?: ParsedEntry[] };

const HEADER_LIMIT = 200_000;
// addressparser takes `<root>` for a name; a stand-in domain lets it see the mailbox
const BARE = /<([^<>@\s",;:]{1,200})>/g;
const STAND_IN = '@no-domain.invalid';

function flatten(entries: ParsedEntry[], out: MailAddress[]): void {
  for (const entry of entries) {
    if (out.length >= parseLimits.addresses) return;
    if (entry.group) {
      flatten(entry.group, out);
      continue;
    }
    // white space counts inside a quoted local part only
    let address = cleanLine(decodeWords(entry.address ?? '')).replace(/"[^"]*"|\s+/g, (part) =>
      part.startsWith('"') ? part : '',
    );
    address = address.replace(/^mailto:/i, '');
    if (address.endsWith(STAND_IN)) address = address.slice(0, -STAND_IN.length);
    let name = cleanLine(decodeWords(entry.name ?? ''))
      .replace(/^(["'])(.*)\1$/, '$2')
      .trim();
    if (address === '' && name !== '' && !/\s/.test(name)) {
      // a mailbox without a domain, as local daemons write it: `root`
      address = name;
      name = '';
    }
    // `<Undisclosed-Recipient:;>`: a hidden list, quoted or bracketed as if it were a mailbox
    if (address === '' || /^"?[^@]*:;"?$/.test(address)) continue;
    out.push({ name: name === '' || name === address ? null : clip(name, 1000), address: clip(address, 1000) });
  }
}

/** `<<a@b>>` is `<a@b>`, `<a@b> <c@d>` are two, and `<root>` is a mailbox. */
const mendBrackets = (value: string) =>
  value
    .replace(/<{2,}([^<>]*)>{2,}/g, '<$1>')
    .replace(/\[mailto:([^\s<>[\]]{1,300})\]/gi, '<$1>')
    .replace(/>\s+(?=<[^<>]*@)/g, '>, ')
    .replace(BARE, `<$1${STAND_IN}>`);

/** A mailbox encoded as a whole, brackets and all, is read once decoded. */
const WHOLE = /^\s*(=\?[^?\s]+\?[bq]\?[^?]*\?=\s*)+$/i;
const unwrapWhole = (value: string) => (WHOLE.test(value) ? decodeWords(value) : value);

/**
 * Mailboxes of address headers, groups unfolded (`undisclosed-recipients:;` gives none), names decoded, addresses as
 * written and also without a domain. Text without any mailbox is left out.
 */
export function parseAddresses(values: string[]): MailAddress[] {
  const out: MailAddress[] = [];
  for (const value of values) {
    if (value.trim() !== '')
      flatten(addressparser(mendBrackets(unwrapWhole(value.slice(0, HEADER_LIMIT)))) as ParsedEntry[], out);
  }
  return out;
}

/** The envelope sender of a Return-Path: '' for `<>`, null without a header. */
export function parseReturnPath(value: string | null): string | null {
  if (value === null) return null;
  const inside = /<([^<>]*)>/.exec(value)?.[1] ?? value;
  return clip(cleanLine(inside).replace(/\s+/g, ''), 1000);
}
