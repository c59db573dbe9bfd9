import {
  attributionLines,
  isBareOriginal,
  isDatedBlock,
  isForwardMarker,
  isHeaderBlock,
  isNotesHead,
  isOriginalMarker,
  isRuler,
} from './reply-markers.ts';
import { QUOTE_FROM, QUOTE_TO, withoutQuoteMarks } from './quote-marks.ts';
import { bannerLines, signatureStart } from './signature-markers.ts';

export type SplitReply = { replyText: string; quotedText: string; signatureText: string };

const MAX_LINES = 50_000;
/** Marks of writing direction: they stand where a marker is looked for, and say nothing. */
const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `> text`; The Bat's `AB> text`. An advertising `>>> link <<<` is not one. */
const isQuote = (line: string) => /^([ \t]{0,3}>(?!.*<<\s*$)|[ \t]{0,4}\p{Lu}{1,2}>+ )/u.test(line.slice(0, 1000));
const startsQuote = (line: string) => line === QUOTE_FROM || isQuote(line);
const isBlank = (line: string) => line.trim() === '';

/** A PGP-signed text is read as what was signed. */
function withoutArmour(lines: string[]): string[] {
  const begin = lines.indexOf('-----BEGIN PGP SIGNED MESSAGE-----');
  if (begin < 0) return lines;
  const signature = lines.indexOf('-----BEGIN PGP SIGNATURE-----', begin);
  const end = lines.indexOf('-----END PGP SIGNATURE-----', Math.max(signature, begin));
  if (signature < 0 || end < 0) return lines;
  let start = begin + 1;
  while (start < signature && /^[A-Za-z]+: /.test(lines[start]!)) start++;
  const signed = lines.slice(start, signature).map((line) => line.replace(/^- /, ''));
  return [...lines.slice(0, begin), ...signed, ...lines.slice(end + 1)];
}

function nextFilled(lines: string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at]!)) at++;
  return at;
}

/** Where the quotation ends whose mark stands at `at`; the end of the lines where nothing ends it. */
function endOfMark(lines: string[], at: number): number {
  let depth = 0;
  for (let i = at; i < lines.length; i++) {
    if (lines[i] === QUOTE_FROM) depth++;
    else if (lines[i] === QUOTE_TO && --depth === 0) return i;
  }
  return lines.length;
}

type Block = { own: boolean; lines: string[] };

/**
 * Blocks of own and foreign lines. `>` lines and the attribution above them are foreign, text between and below them is
 * an answer. A marker of a history that is not `>`-quoted makes the rest foreign.
 */
function splitBlocks(lines: string[]): Block[] {
  const plain = lines.map((line) => line.replace(DIRECTIONS, ''));
  const blocks: Block[] = [];
  const push = (own: boolean, line: string) => {
    const last = blocks.at(-1);
    if (last && last.own === own) last.lines.push(line);
    else blocks.push({ own, lines: [line] });
  };
  const pushAll = (own: boolean, from: number, to: number) => {
    for (let i = from; i < to; i++) if (lines[i] !== QUOTE_FROM && lines[i] !== QUOTE_TO) push(own, lines[i]!);
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (isBlank(line)) {
      push(blocks.at(-1)?.own ?? true, line);
      at++;
      continue;
    }
    if (line === QUOTE_FROM) {
      const stop = endOfMark(lines, at);
      // below the head of a forwarded message stands that message, outside the element of its head
      const rest = plain.slice(at + 1, stop).some(isForwardMarker) ? lines.length : stop + 1;
      pushAll(false, at + 1, rest);
      at = rest;
      continue;
    }
    if (line === QUOTE_TO) {
      at++;
      continue;
    }
    if (isQuote(plain[at]!) && !isOriginalMarker(line)) {
      push(false, line);
      at++;
      continue;
    }
    const found = historyStart(plain, at);
    if (found > 0) {
      const next = nextFilled(lines, at + found);
      const quoted = next < lines.length && startsQuote(plain[next]!);
      const stop = quoted ? next : lines.length;
      pushAll(false, at, stop);
      at = stop;
      continue;
    }
    push(true, line);
    at++;
  }
  return blocks;
}

/** How many lines of marker begin at `at`; 0 when the line is the sender's own. */
function historyStart(lines: string[], at: number): number {
  const line = lines[at]!;
  if (isOriginalMarker(line) || isForwardMarker(line)) return 1;
  if (isHeaderBlock(lines, at) || isDatedBlock(lines, at) || isNotesHead(lines, at)) return 1;
  if (isRuler(line) || isBareOriginal(line)) {
    const next = nextFilled(lines, at + 1);
    return next < lines.length && next - at <= 3 && isHeaderBlock(lines, next) ? next - at + 1 : 0;
  }
  const count = attributionLines(lines, at);
  if (count > 0) {
    const next = nextFilled(lines, at + count);
    return next < lines.length || count > 1 ? count : 0;
  }
  if (count < 0) {
    const next = nextFilled(lines, at - count);
    return next < lines.length && startsQuote(lines[next]!) ? -count : 0;
  }
  return 0;
}

const joined = (lines: string[]) =>
  lines
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd();

/**
 * Separates what the sender wrote now from quotes, forwarded history and signature. Answers between and below quotes
 * survive. `replyText` is empty only when nothing of his own is there: a bare forward, quote or mobile line. Linear in
 * the length of the text.
 */
export function splitReply(text: string, sender: string | null = null): SplitReply {
  const all = withoutArmour(text.split('\n'));
  const lines = all.slice(0, MAX_LINES);
  const blocks = splitBlocks(lines);
  const reply: string[] = [];
  const quoted: string[] = [];
  const signature: string[] = [];
  const firstForeign = blocks.findIndex((block) => !block.own);
  for (const [i, block] of blocks.entries()) {
    if (!block.own) {
      quoted.push(...block.lines);
      if (reply.length > 0 && reply.at(-1) !== '') reply.push('');
      continue;
    }
    // between two quotes stands an answer, not a signature; above the first and below the last one may stand
    const mayEnd = i === blocks.length - 1 || i + 1 === firstForeign;
    const cut = mayEnd ? signatureStart(block.lines, reply.length > 0, sender) : block.lines.length;
    const begin = i === 0 ? bannerLines(block.lines.slice(0, cut)) : 0;
    reply.push(...block.lines.slice(begin, cut));
    signature.push(...block.lines.slice(0, begin), ...block.lines.slice(cut));
  }
  for (const line of all.slice(MAX_LINES)) quoted.push(line);
  const result = { replyText: joined(reply).trim(), quotedText: joined(quoted), signatureText: joined(signature) };
  if (result.replyText === '' && quoted.length === 0 && !isOnlyMobileLine(signature)) {
    return { replyText: withoutQuoteMarks(text).trim(), quotedText: '', signatureText: '' };
  }
  return result;
}

const letters = (line: string) => line.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 12);

/** The plain text with a mark where the quotation begins that only its HTML form names; null where that is not found. */
function markedByHtml(plain: string, quotingHtml: string): string | null {
  const first = letters(
    splitReply(quotingHtml)
      .quotedText.split('\n')
      .find((line) => letters(line).length >= 5) ?? '',
  );
  if (first === '') return null;
  const lines = plain.split('\n');
  const at = lines.findIndex((line) => letters(line) === first);
  return at < 0 ? null : lines.toSpliced(at, 0, QUOTE_FROM).join('\n');
}

/**
 * `splitReply` of a body: by its text, with what its markup says about quotation; where the plain form shows no quotation
 * and the HTML form does, the plain one is cut at the same line.
 */
export function replyOf(
  { marked, quotingHtml }: { marked: string; quotingHtml: string | null },
  sender: string | null,
): SplitReply {
  const split = splitReply(marked, sender);
  if (quotingHtml === null || split.quotedText !== '') return split;
  const again = markedByHtml(marked, quotingHtml);
  return again === null ? split : splitReply(again, sender);
}

function isOnlyMobileLine(signature: string[]): boolean {
  return signature.filter((line) => !isBlank(line)).length === 1;
}
