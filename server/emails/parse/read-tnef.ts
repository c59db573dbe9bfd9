import { decodeText } from './decode-charset.ts';

export type TnefFile = { name: string | null; contentType: string | null; contentId: string | null; data: Buffer };
export type Tnef = {
  messageClass: string | null;
  text: string | null;
  html: string | null;
  rtf: Buffer | null;
  files: TnefFile[];
};

// Attribute ids of [MS-OXTNEF] 2.1.3.2 and property ids of [MS-OXPROPS]
const ATTRIBUTE = {
  codepage: 0x9007,
  messageClass: 0x8008,
  body: 0x800c,
  messageProps: 0x9003,
  renderData: 0x9002,
  title: 0x8010,
  data: 0x800f,
  attachProps: 0x9005,
};
const PROPERTY = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  data: 0x3701,
  displayName: 0x3001,
  longName: 0x3707,
  shortName: 0x3704,
  mime: 0x370e,
  contentId: 0x3712,
};
const FIXED_SIZE: Record<number, number> = {
  0x0001: 4,
  0x0002: 4,
  0x0003: 4,
  0x0004: 4,
  0x0005: 8,
  0x0006: 8,
  0x0007: 8,
  0x000a: 4,
  0x000b: 4,
  0x0014: 8,
  0x0040: 8,
  0x0048: 16,
};
const MAX_FILES = 500;

type Value = { type: number; data: Buffer };

/** MAPI properties by id; the first value of each. Throws RangeError on data that ends too early. */
function readProperties(bytes: Buffer): Map<number, Value> {
  const out = new Map<number, Value>();
  let at = 4;
  const count = Math.min(bytes.readUInt32LE(0), 10_000);
  for (let i = 0; i < count && at + 4 <= bytes.length; i++) {
    const fullType = bytes.readUInt16LE(at);
    const id = bytes.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) {
      const kind = bytes.readUInt32LE(at + 16);
      at += 20;
      if (kind === 0) at += 4;
      else at += 4 + pad4(bytes.readUInt32LE(at));
    }
    const type = fullType & 0x0fff;
    const fixed = FIXED_SIZE[type];
    const many = (fullType & 0x1000) !== 0;
    if (fixed === undefined && ![0x1e, 0x1f, 0x0d, 0x102].includes(type)) throw new RangeError('unknown property type');
    let values = 1;
    if (many || fixed === undefined) {
      values = bytes.readUInt32LE(at);
      at += 4;
    }
    for (let v = 0; v < values; v++) {
      let size = fixed ?? 0;
      if (fixed === undefined) {
        size = bytes.readUInt32LE(at);
        at += 4;
      }
      if (at + size > bytes.length) throw new RangeError('property ends after the data');
      if (v === 0 && !out.has(id)) out.set(id, { type, data: bytes.subarray(at, at + size) });
      at += pad4(size);
    }
  }
  return out;
}

const pad4 = (size: number) => (size + 3) & ~3;

function stringOf(value: Value | undefined, codepage: string): string | null {
  if (!value) return null;
  const text = value.type === 0x1f ? value.data.toString('utf16le') : decodeText(value.data, codepage).text;
  return text.replace(/\0+$/, '') || null;
}

/** The bytes of PR_ATTACH_DATA; an object (embedded message, OLE) carries a 16-byte interface id first. */
function dataOf(value: Value | undefined): Buffer | null {
  return value ? (value.type === 0x0d ? value.data.subarray(16) : value.data) : null;
}

function applyAttachProps(file: TnefFile, properties: Map<number, Value>, codepage: string): void {
  const named = [PROPERTY.longName, PROPERTY.displayName, PROPERTY.shortName].map((id) =>
    stringOf(properties.get(id), codepage),
  );
  file.name = named.find((name) => name !== null) ?? file.name;
  file.contentType = stringOf(properties.get(PROPERTY.mime), codepage)?.toLowerCase() ?? file.contentType;
  file.contentId = stringOf(properties.get(PROPERTY.contentId), codepage) ?? file.contentId;
  const data = dataOf(properties.get(PROPERTY.data));
  if (data && file.data.length === 0) file.data = data;
}

/** Reads a winmail.dat: its class, bodies and files. Null when it is not TNEF; a damaged end keeps what came before. */
export function readTnef(bytes: Buffer): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== 0x223e9f78) return null;
  const tnef: Tnef = { messageClass: null, text: null, html: null, rtf: null, files: [] };
  let codepage = 'windows-1252';
  let at = 6;
  while (at + 9 <= bytes.length) {
    const id = bytes.readUInt16LE(at + 1);
    const size = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + size);
    if (data.length < size || tnef.files.length > MAX_FILES) break;
    at += 9 + size + 2;
    const file = tnef.files.at(-1);
    try {
      if (id === ATTRIBUTE.codepage && size >= 4) codepage = codepageName(data.readUInt32LE(0));
      else if (id === ATTRIBUTE.messageClass) tnef.messageClass = decodeText(data, codepage).text.replace(/\0+$/, '');
      else if (id === ATTRIBUTE.body) tnef.text ??= decodeText(data, codepage).text.replace(/\0+$/, '');
      else if (id === ATTRIBUTE.messageProps) readBodies(tnef, readProperties(data), codepage);
      else if (id === ATTRIBUTE.renderData)
        tnef.files.push({ name: null, contentType: null, contentId: null, data: Buffer.alloc(0) });
      else if (file && id === ATTRIBUTE.title)
        file.name ??= decodeText(data, codepage).text.replace(/\0+$/, '') || null;
      else if (file && id === ATTRIBUTE.data) file.data = data;
      else if (file && id === ATTRIBUTE.attachProps) applyAttachProps(file, readProperties(data), codepage);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  tnef.files = tnef.files.filter((file) => file.data.length > 0);
  return tnef;
}

function readBodies(tnef: Tnef, properties: Map<number, Value>, codepage: string): void {
  const html = properties.get(PROPERTY.html);
  tnef.text ??= stringOf(properties.get(PROPERTY.body), codepage);
  tnef.html ??= html ? decodeText(html.data, html.type === 0x1f ? 'utf-16le' : codepage).text : null;
  tnef.rtf ??= properties.get(PROPERTY.rtf)?.data ?? null;
}

function codepageName(codepage: number): string {
  if (codepage === 65001) return 'utf-8';
  const known: Record<number, string> = {
    932: 'shift_jis',
    936: 'gb18030',
    949: 'euc-kr',
    950: 'big5',
    20866: 'koi8-r',
    28591: 'iso-8859-1',
  };
  return known[codepage] ?? (codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : 'windows-1252');
}
