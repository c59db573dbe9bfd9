import { foldText } from './fold-text.ts';
import { isMonthWord } from './calendar-words.ts';
import { cellsOf } from './table-row.ts';

/** A sentence with its place in the text it was cut from. `paragraph` counts blocks parted by blank lines. */
export type Sentence = {
  text: string;
  folded: string;
  start: number;
  end: number;
  paragraph: number;
  /** The line of a list or of minutes that it belongs to; sentences of one item share the number. */
  item: number;
  bullet: boolean;
  /** A row of a table: never joined, never cut. */
  row: boolean;
};

const BULLET = /^\s*(?:[-*•·‣▪–—]|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,2}\.?|\(?[a-z][.)])\s+/;
const ENDED = /[.!?:;,。！？：；…)\]]\s*$/;
const WRAP_LENGTH = 50;
const MOST_SENTENCES = 400;
/** Nobody writes longer ones; what is longer is cut, so that no pattern runs over more. */
const LONGEST_SENTENCE = 1200;

const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof no nr nos approx incl excl e.g i.e etc ltd co inc corp ref rev fig vs st sr sra dipl ing z.b bzw ca inkl tel d.h u.a evtl ggf sig spett p.o dept min max art para sec vol ext'.split(
    ' ',
  ),
);

type Block = { start: number; end: number; paragraph: number; bullet: boolean; row: boolean };

/** Lines put together as their writer thought of them: wrapped lines joined, list items apart. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph = 0;
  let open: Block | null = null;
  let at = 0;
  for (const line of text.split('\n')) {
    const start = at;
    const end = at + line.length;
    at = end + 1;
    if (line.trim() === '') {
      open = null;
      paragraph += 1;
      continue;
    }
    const row = cellsOf(line).length > 0;
    const mark = row ? null : BULLET.exec(line);
    const last: string = open ? text.slice(text.lastIndexOf('\n', open.end - 1) + 1, open.end) : '';
    const goesOn: boolean =
      open !== null &&
      !mark &&
      !row &&
      !open.row &&
      !/[.!?:;。！？：；]\s*$/.test(last) &&
      (/^\s*\p{Lowercase_Letter}/u.test(line) || (last.length >= WRAP_LENGTH && !ENDED.test(last)));
    if (open && goesOn) open.end = end;
    else {
      open = { start: start + (mark ? mark[0].length : 0), end, paragraph, bullet: mark !== null || row, row };
      blocks.push(open);
    }
  }
  return blocks;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

function endsWithAbbreviation(piece: string, next: string): boolean {
  const word = /([\p{L}\d.]+)\.\s*$/u.exec(piece)?.[1]?.toLowerCase();
  if (word === undefined) return /^\p{Lowercase_Letter}/u.test(next) && !/[!?。！？]\s*$/.test(piece);
  if (/^\d{1,2}$/.test(word)) return isMonthWord(foldText(/^\p{L}+/u.exec(next)?.[0] ?? ''));
  return ABBREVIATIONS.has(word) || /^\p{Lowercase_Letter}/u.test(next);
}

/** Ends of sentences within one block, relative to its start. */
function cutsOf(block: string): number[] {
  const pieces = [...segmenter.segment(block.replace(/[\r\n\t]/g, ' '))].map(({ segment, index }) => ({
    segment,
    end: index + segment.length,
  }));
  const cuts: number[] = [];
  let piece = '';
  pieces.forEach(({ segment, end }, i) => {
    piece += segment;
    const next = pieces[i + 1]?.segment.trimStart();
    if (next !== undefined && endsWithAbbreviation(piece, next)) return;
    piece = '';
    cuts.push(end);
  });
  return cuts;
}

/** The sentences of a text, in order, at most 400: list items apart, wrapped lines joined, semicolons parting. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  const blocks = blocksOf(text);
  for (const [item, { start, end, paragraph, bullet, row }] of blocks.entries()) {
    const block = text.slice(start, end);
    let from = 0;
    for (const cut of row ? [block.length] : cutsOf(block)) {
      for (let rest = from; rest < cut;) {
        const within = block.slice(rest, Math.min(cut, rest + LONGEST_SENTENCE));
        const semicolon = row ? -1 : within.search(/[;；]\s/);
        const stop = rest + (semicolon < 0 ? within.length : semicolon + 1);
        const raw = block.slice(rest, stop);
        const body = raw.trim();
        if (body !== '') {
          const place = start + rest + raw.indexOf(body);
          sentences.push({
            text: body,
            folded: foldText(body),
            start: place,
            end: place + body.length,
            paragraph,
            item,
            bullet,
            row,
          });
          if (sentences.length >= MOST_SENTENCES) return sentences;
        }
        rest = stop;
      }
      from = cut;
    }
  }
  return sentences;
}
