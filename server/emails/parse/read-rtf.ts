import { decodeText } from './decode-charset.ts';

const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const MAX_RTF = 4 * 1024 * 1024;

/** Undoes the compression of PR_RTF_COMPRESSED ([MS-OXRTFCP]); null when it is neither compressed nor plain RTF. */
export function decompressRtf(bytes: Buffer): Buffer | null {
  if (bytes.length < 16) return null;
  const size = bytes.readUInt32LE(4);
  const kind = bytes.readUInt32LE(8);
  if (size > MAX_RTF) return null;
  if (kind === 0x414c454d) return bytes.subarray(16, 16 + size);
  if (kind !== 0x75465a4c) return null;
  const window = Buffer.alloc(4096);
  window.write(DICTIONARY, 'latin1');
  let write = DICTIONARY.length;
  const out = Buffer.alloc(size);
  let length = 0;
  let at = 16;
  const put = (byte: number) => {
    window[write] = byte;
    write = (write + 1) % 4096;
    if (length < size) out[length++] = byte;
  };
  while (at < bytes.length && length < size) {
    const control = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[at++]!);
        continue;
      }
      const reference = (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
      at += 2;
      const offset = reference >> 4;
      if (offset === write) return out.subarray(0, length);
      for (let i = 0; i < (reference & 15) + 2; i++) put(window[(offset + i) % 4096]!);
    }
  }
  return out.subarray(0, length);
}

const SKIPPED =
  /^(fonttbl|colortbl|stylesheet|info|pict|header|footer|generator|listtable|listoverridetable|rsidtbl|themedata|mhtmltag|htmltag)$/;
const BREAKS: Record<string, string> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  cell: '\t',
  row: '\n',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};

/** The readable text of an RTF document: no styles, pictures or the HTML tags that Outlook wraps into RTF. */
export function rtfToText(rtf: Buffer): string {
  const source = rtf.toString('latin1');
  const codepage = /\\ansicpg(\d{3,5})/.exec(source.slice(0, 500))?.[1] ?? '1252';
  const charset =
    codepage === '65001'
      ? 'utf-8'
      : /^125\d$/.test(codepage)
        ? `windows-${codepage}`
        : ({ 932: 'shift_jis', 936: 'gb18030', 949: 'euc-kr', 950: 'big5' }[Number(codepage)] ?? 'windows-1252');
  const out: string[] = [];
  let pending: number[] = [];
  const stack: { skip: boolean; unicodeSkip: number }[] = [];
  let state = { skip: false, unicodeSkip: 1 };
  let skipCharacters = 0;
  const flush = () => {
    if (pending.length > 0) out.push(decodeText(Buffer.from(pending), charset).text);
    pending = [];
  };
  const byte = (code: number) => {
    if (skipCharacters > 0) skipCharacters--;
    else if (!state.skip) pending.push(code);
  };
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi;
  for (const match of source.matchAll(token)) {
    const [, word, number, hex, symbol, brace, text] = match;
    if (hex !== undefined) byte(parseInt(hex, 16));
    else if (text !== undefined) for (let i = 0; i < text.length; i++) byte(text.charCodeAt(i));
    else if (brace === '{') stack.push({ ...state });
    else if (brace === '}') state = stack.pop() ?? { skip: false, unicodeSkip: 1 };
    else if (symbol === '*') state = { ...state, skip: true };
    else if (symbol !== undefined && '\\{}'.includes(symbol)) byte(symbol.charCodeAt(0));
    else if (symbol === '~' && !state.skip) byte(0x20);
    else if (word === 'uc') state = { ...state, unicodeSkip: Number(number ?? 1) };
    else if (word === 'u' && !state.skip) {
      flush();
      out.push(String.fromCharCode(Number(number ?? 0) & 0xffff));
      skipCharacters = state.unicodeSkip;
    } else if (word === 'htmlrtf') state = { ...state, skip: number !== '0' };
    else if (word !== undefined && SKIPPED.test(word)) state = { ...state, skip: true };
    else if (word !== undefined && Object.hasOwn(BREAKS, word) && !state.skip) {
      flush();
      out.push(BREAKS[word]!);
    }
  }
  flush();
  return out
    .join('')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
