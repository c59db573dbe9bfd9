import { unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import { TEXT_LIMITS } from './text-kind.policy.ts';

/** The parts that people read, in the order in which they are read out. */
const PARTS: RegExp[] = [
  /^word\/document\d*\.xml$/,
  /^word\/(header|footer)\d*\.xml$/,
  /^word\/(footnotes|endnotes|comments)\.xml$/,
  /^xl\/workbook\.xml$/,
  /^xl\/sharedStrings\.xml$/,
  /^xl\/worksheets\/sheet\d+\.xml$/,
  /^ppt\/slides\/slide\d+\.xml$/,
  /^ppt\/notesSlides\/notesSlide\d+\.xml$/,
  /^content\.xml$/,
];

/** Elements that end a line, and those whose text counts (null: all of them, as in OpenDocument). */
const LINE_ENDS = new Set([
  'w:p',
  'w:br',
  'w:tr',
  'a:p',
  'a:br',
  'row',
  'si',
  'sheet',
  'text:p',
  'text:h',
  'text:line-break',
  'table:table-row',
]);
const GAPS = new Set(['w:tab', 'w:tc', 'c', 'text:tab', 'text:s', 'table:table-cell']);
const OFFICE_TEXT = new Set(['w:t', 'a:t', 't', 'v']);

type Zip = Record<string, Uint8Array>;

/**
 * Unpacks the parts that hold text. What a file says of its size is believed only up to the limit, and no more is ever
 * written: a bomb is refused before it grows.
 */
function unpack(bytes: Uint8Array): Zip {
  let files = 0;
  let total = 0;
  return unzipSync(bytes, {
    filter: ({ name, originalSize, size }) => {
      files += 1;
      if (files > TEXT_LIMITS.files) throw new Error('The document has too many parts.');
      if (!PARTS.some((part) => part.test(name))) return false;
      total += originalSize;
      if (total > TEXT_LIMITS.unpacked || originalSize > 500 * Math.max(size, 2000))
        throw new Error('The document unpacks to more than may be read.');
      return true;
    },
  });
}

const numberIn = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0);
const rank = (name: string) => PARTS.findIndex((part) => part.test(name));

function readPart(xml: string, openDocument: boolean, add: (text: string) => boolean): void {
  const path: string[] = [];
  let shared = false;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        path.push(name);
        if (name === 'c') shared = attributes['t'] === 's';
        if (name === 'sheet' && attributes['name']) add(`${attributes['name']}\n`);
        if (GAPS.has(name)) add(' ');
      },
      ontext: (text) => {
        const counts = openDocument || OFFICE_TEXT.has(path.at(-1) ?? '');
        // A cell's number into the shared strings says nothing.
        if (!counts || (shared && path.at(-1) === 'v')) return;
        if (!add(text)) parser.pause();
      },
      onclosetag: (name) => {
        path.pop();
        if (LINE_ENDS.has(name)) add('\n');
      },
    },
    // Entities that a document defines itself are not expanded: none can grow.
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
}

/** The text of a Word, Excel, PowerPoint (docx, xlsx, pptx) or OpenDocument file, paragraph by line. */
export function officeText(bytes: Uint8Array): string {
  const zip = unpack(bytes);
  const names = Object.keys(zip).sort((a, b) => rank(a) - rank(b) || numberIn(a) - numberIn(b) || a.localeCompare(b));
  const out: string[] = [];
  let length = 0;
  const add = (text: string) => {
    if (length >= TEXT_LIMITS.text) return false;
    out.push(text);
    length += text.length;
    return true;
  };
  for (const name of names) {
    readPart(Buffer.from(zip[name]!).toString('utf8'), name === 'content.xml', add);
    add('\n');
  }
  return out
    .join('')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
