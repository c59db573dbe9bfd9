import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { decode as decodeLibmime, normalizeCharset } from 'libmime/lib/charset.js';

export type DecodedText = { text: string; guessed: string | null };

const utf8 = new TextDecoder('utf-8');
const decoders = new Map<string, TextDecoder | null>();
const DETECT_BYTES = 64 * 1024;
const REPLACEMENT = '\ufffd';

function whatwgDecoder(label: string): TextDecoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  let decoder: TextDecoder | null = null;
  try {
    decoder = new TextDecoder(label);
  } catch {
    decoder = null;
  }
  if (decoders.size > 200) decoders.clear();
  decoders.set(label, decoder);
  return decoder;
}

// what windows-1252 has at 0x80–0x9f; the TextDecoder of Node 20 gives control characters there
const WESTERN = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decodeWestern(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (byte) => WESTERN[byte.charCodeAt(0) - 0x80]!);
}

/** Decodes by a charset's name, or null when no decoder knows the name. */
function decodeNamed(bytes: Buffer, label: string): string | null {
  if (/^(cs)?iso-?2022-?jp|^jis/i.test(label)) return decodeLibmime(bytes, 'ISO-2022-JP');
  // gb2312 and ks_c_5601 are written for their supersets, as browsers read them
  const name = /^(gb_?2312|gbk|gb18030|cp936|x-gbk|csgb2312|euc-cn)/i.test(label) ? 'gb18030' : label;
  const whatwg = whatwgDecoder(name) ?? whatwgDecoder(normalizeCharset(name));
  if (whatwg?.encoding === 'windows-1252') return decodeWestern(bytes);
  if (whatwg) return whatwg.decode(bytes);
  for (const candidate of [label, normalizeCharset(label)]) {
    if (iconv.encodingExists(candidate) && !/^(base64|hex|binary)$/i.test(candidate))
      return iconv.decode(bytes, candidate);
  }
  return null;
}

function countReplacements(text: string): number {
  let count = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) count++;
  return count;
}

/** The likeliest reading of bytes whose label is missing, unknown or wrong. */
function detect(bytes: Buffer): { text: string; charset: string } {
  if (isUtf8(bytes)) return { text: utf8.decode(bytes), charset: 'utf-8' };
  const sample = bytes.subarray(0, DETECT_BYTES);
  let high = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i]! >= 0x80) high++;
  // a few stray bytes tell a statistical detector nothing; then Western is the least surprising
  const ranked = high >= 6 ? analyse(sample).filter((guess) => guess.confidence >= 20) : [];
  for (const guess of ranked) {
    if (/^UTF-(8|16|32)/.test(guess.name)) continue;
    const text = decodeNamed(bytes, guess.name);
    if (text !== null && !text.includes(REPLACEMENT)) return { text, charset: guess.name.toLowerCase() };
  }
  return { text: decodeWestern(bytes), charset: 'windows-1252' };
}

function decodeUtf16(bytes: Buffer, label: string): DecodedText {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decodeNamed(bytes, 'utf-16be') ?? '', guessed: null };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decodeNamed(bytes, 'utf-16le') ?? '', guessed: null };
  let even = 0;
  let odd = 0;
  const sample = bytes.subarray(0, 400);
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (even + odd === 0 && isUtf8(bytes)) return { text: utf8.decode(bytes), guessed: 'utf-8' };
  if (/be$/i.test(label) || even > odd) return { text: decodeNamed(bytes, 'utf-16be') ?? '', guessed: null };
  return { text: decodeNamed(bytes, 'utf-16le') ?? '', guessed: null };
}

/**
 * Bytes to text. The declared charset is believed unless it is unknown or leaves U+FFFD; then UTF-8 is tried, then
 * detection. `guessed` names the charset used instead of the declared one.
 */
export function decodeText(bytes: Buffer, declared: string | null): DecodedText {
  const label = (declared ?? '')
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  if (/^(utf-?16|ucs-?2|unicode$)/.test(label)) return decodeUtf16(bytes, label);
  const isJis = bytes.includes('\x1b$') || bytes.includes('\x1b(');
  if (isAscii(bytes) && !isJis && !/^(utf-?7|unicode-1-1|hz|iso-?2022|utf-?32)/.test(label)) {
    return { text: bytes.toString('latin1'), guessed: null };
  }
  const unlabelled = label === '' || /^(us-?ascii|ascii|7bit|8bit|default|unknown-8bit|ansi.*)$/.test(label);
  if (unlabelled && isJis && isAscii(bytes))
    return { text: decodeLibmime(bytes, 'ISO-2022-JP'), guessed: 'iso-2022-jp' };
  if (unlabelled || /^utf-?8/.test(label)) {
    if (isUtf8(bytes)) return { text: utf8.decode(bytes), guessed: unlabelled ? 'utf-8' : null };
    const found = detect(bytes);
    // bytes of another charset are hardly ever valid UTF-8: a text with more whole than broken characters is damaged
    const kept = utf8.decode(bytes);
    const broken = countReplacements(kept);
    if (!unlabelled && broken * 4 < countNonAscii(kept)) return { text: kept, guessed: null };
    return { text: found.text, guessed: found.charset };
  }
  if (/^(iso-?8859-?1|latin-?1|windows-?1252|cp-?1252)$/.test(label) && isUtf8(bytes)) {
    return { text: utf8.decode(bytes), guessed: 'utf-8' };
  }
  const text = /^iso-?2022/.test(label) && !isAscii(bytes) ? null : decodeNamed(bytes, label);
  if (text !== null && !text.includes(REPLACEMENT)) return { text, guessed: null };
  const found = detect(bytes);
  if (text !== null && found.charset !== 'utf-8' && countReplacements(text) * 20 < countNonAscii(text)) {
    return { text, guessed: null };
  }
  return { text: found.text, guessed: found.charset };
}

function countNonAscii(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) count++;
  return count;
}
