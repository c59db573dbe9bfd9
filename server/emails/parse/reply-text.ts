import { attributionLines, isForwardMarker, isHeaderBlock, isOriginalMarker, isRuler } from './reply-markers.ts';
import { signatureStart } from './signature-markers.ts';

export type SplitReply = { replyText: string; quotedText: string; signatureText: string };

const MAX_LINES = 50_000;

const isQuote = (line: string) => /^[ \t]{0,3}>/.test(line);
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

type Block = { own: boolean; lines: string[] };

/**
 * Blocks of own and foreign lines. `>` lines and the attribution above them are foreign, text between and below them is
 * an answer. A marker of a history that is not `>`-quoted makes the rest foreign.
 */
function splitBlocks(lines: string[]): Block[] {
  const blocks: Block[] = [];
  const push = (own: boolean, line: string) => {
    const last = blocks.at(-1);
    if (last && last.own === own) last.lines.push(line);
    else blocks.push({ own, lines: [line] });
  };
  const pushAll = (own: boolean, from: number, to: number) => {
    for (let i = from; i < to; i++) push(own, lines[i]!);
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    if (isBlank(line)) {
      push(blocks.at(-1)?.own ?? true, line);
      at++;
      continue;
    }
    if (isQuote(line)) {
      push(false, line);
      at++;
      continue;
    }
    const found = historyStart(lines, at);
    if (found > 0) {
      const next = nextFilled(lines, at + found);
      const quoted = next < lines.length && isQuote(lines[next]!);
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
  if (isHeaderBlock(lines, at)) return 1;
  if (isRuler(line)) {
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
    return next < lines.length && isQuote(lines[next]!) ? -count : 0;
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
export function splitReply(text: string): SplitReply {
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
    const cut = mayEnd ? signatureStart(block.lines, reply.length > 0) : block.lines.length;
    for (const line of block.lines.slice(0, cut)) reply.push(line);
    for (const line of block.lines.slice(cut)) signature.push(line);
  }
  for (const line of all.slice(MAX_LINES)) quoted.push(line);
  const result = { replyText: joined(reply).trim(), quotedText: joined(quoted), signatureText: joined(signature) };
  if (result.replyText === '' && quoted.length === 0 && !isOnlyMobileLine(signature)) {
    return { replyText: text.trim(), quotedText: '', signatureText: '' };
  }
  return result;
}

function isOnlyMobileLine(signature: string[]): boolean {
  return signature.filter((line) => !isBlank(line)).length === 1;
}
