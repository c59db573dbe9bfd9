const MOST_CODES = 200;
const MOST_TOKENS = 300;
/** Text looked through: far more than a person writes. */
const LONGEST_TEXT = 200_000;

const HYPHEN = '[-‐‑‒–—−]';
const WRITTEN = new RegExp(
  `(?<![\\p{L}\\p{N}_.@-])([A-Z][A-Z0-9]{0,7}?) ?${HYPHEN} ?(\\d{1,8})(?![\\p{L}\\p{N}_@])`,
  'giu',
);
const JOINED = /(?<![\p{L}\p{N}_.@-])([A-Z]{1,8})(\d{2,8})(?![\p{L}\p{N}_@-])/giu;
const SPACED = /(?<![\p{L}\p{N}_.@-])([A-Z]{1,4}) (\d{3,8})(?![\p{L}\p{N}_@-])/gu;

/** Codes that a text may name. `written`: with the hyphen, so that an unknown one is worth a word. */
export type ScannedCodes = { codes: string[]; written: string[] };

/** Every text that reads as a package code: `P-001`, `p–006`, `P001`, `P 001`; at most 200, in the order of the text. */
export function scanCodes(text: string): ScannedCodes {
  const seen = text.slice(0, LONGEST_TEXT);
  const written = new Set<string>();
  const codes = new Set<string>();
  for (const [, letters, digits] of seen.matchAll(WRITTEN)) {
    if (codes.size >= MOST_CODES) break;
    const code = `${letters!.toUpperCase()}-${digits}`;
    written.add(code);
    codes.add(code);
  }
  for (const pattern of [JOINED, SPACED]) {
    for (const [, letters, digits] of seen.matchAll(pattern)) {
      if (codes.size >= MOST_CODES) break;
      codes.add(`${letters!.toUpperCase()}-${digits}`);
    }
  }
  return { codes: [...codes], written: [...written] };
}

const TOKEN = /[\p{L}\p{N}](?:[\p{L}\p{N}._/-]{2,38})[\p{L}\p{N}]/gu;
const ORDER_WORD =
  /\b(?:p\.?o\.?|orders?|bestellung|auftrag|commande|pedido|ordine|zam[óo]wienie)\b[^\p{L}\p{N}]*(?:(?:no|nr|number|nummer)\.?)?[\s:#.-]*$/iu;

/**
 * Every token that may be a PO number, as written and in capitals: four characters or more with a digit; a bare number
 * of fewer than six digits only after a word such as "PO" or "order". At most 300.
 */
export function scanPoNumbers(text: string): string[] {
  const seen = text.slice(0, LONGEST_TEXT);
  const tokens = new Set<string>();
  for (const match of seen.matchAll(TOKEN)) {
    if (tokens.size >= MOST_TOKENS) break;
    const token = match[0];
    if (!/\d/.test(token)) continue;
    if (/^\d{1,5}$/.test(token) && !ORDER_WORD.test(seen.slice(Math.max(0, match.index - 30), match.index))) continue;
    tokens.add(token);
    tokens.add(token.toUpperCase());
  }
  return [...tokens];
}

const PREFIX =
  /^\s*(?:(?:re|aw|antw|sv|vs|odp|res|resp|ref|rif|fw|fwd|wg|tr|rv|vb|enc|i|回复|回覆|答复|转发|轉寄)(?:\[\d+\])?\s*[:：]|\[[^\]]{1,40}\])\s*/iu;

/** A subject without answer and forward prefixes and list tags, for comparing: "Re: [ext] P-001  delay" is "p-001 delay". */
export function bareSubject(subject: string | null): string {
  let text = (subject ?? '').slice(0, 2000);
  for (let shorter = text.replace(PREFIX, ''); shorter !== text; shorter = text.replace(PREFIX, '')) text = shorter;
  return text.replace(/\s+/gu, ' ').trim().toLowerCase();
}

const STOP = new Set(
  'about above after again also been before best both could dear does each from have here hello into just kind like looking more most need note other over package please regards send sent some such than thank thanks that their them then there these they this those through today update very want were what when where which while will with would your supply works work order for the and our you are und der die das mit für von auf bei wir sie les des pour avec dans sur una las los por con para'.split(
    ' ',
  ),
);

/** The words of a text that may tell a package from others: three letters or more, without stop words, plurals cut. */
export function tellingWords(text: string): string[] {
  const words =
    text
      .slice(0, LONGEST_TEXT)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}][\p{L}\p{N}]{2,}/gu) ?? [];
  return [
    ...new Set(
      words.filter((word) => !STOP.has(word)).map((word) => (word.length > 4 ? word.replace(/(?:es|s)$/, '') : word)),
    ),
  ];
}
