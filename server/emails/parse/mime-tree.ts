import { contentIdOf, parseContentHeader, sentFileName, type ContentHeader } from './content-type.ts';
import { decodeTransfer } from './decode-transfer.ts';
import { headerMap, splitHeaders, type HeaderField, type HeaderMap } from './header-fields.ts';
import { ParseError, parseLimits } from './parsed-message.ts';
import { unpackUuFiles } from './uu-files.ts';

/** One MIME entity. `body` is undecoded; `children` are the parts of a multipart; `message` what a message/rfc822 holds. */
export type MimeNode = {
  fields: HeaderField[];
  headers: HeaderMap;
  type: string;
  typeParams: Record<string, string>;
  disposition: string;
  fileName: string | null;
  encoding: string;
  contentId: string | null;
  body: Buffer;
  children: MimeNode[];
  message: MimeNode | null;
  truncated: boolean;
};

type Context = { parts: number; malformed: Set<string> };

const LF = 0x0a;
const CR = 0x0d;

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return false;
  }
  return true;
}

type Delimited = { ranges: [number, number][]; closed: boolean };

/** The byte ranges between the boundary's lines in [start, end); a longer boundary with the same beginning is no match. */
function splitParts(bytes: Buffer, start: number, end: number, boundary: string, context: Context): Delimited {
  const marker = Buffer.from(`--${boundary}`, 'latin1');
  const ranges: [number, number][] = [];
  let partStart = -1;
  let at = start;
  while (at < end) {
    const found = bytes.indexOf(marker, at);
    if (found < 0 || found + marker.length > end) break;
    at = found + marker.length;
    if (found > start && bytes[found - 1] !== LF) continue;
    const lineEnd = bytes.indexOf(LF, at);
    const stop = lineEnd < 0 || lineEnd > end ? end : lineEnd;
    const closes = bytes[at] === 0x2d && bytes[at + 1] === 0x2d && isBlank(bytes, at + 2, stop);
    if (!closes && !isBlank(bytes, at, stop)) continue;
    if (partStart >= 0) {
      let partEnd = found;
      if (partEnd > partStart && bytes[partEnd - 1] === LF) partEnd--;
      while (partEnd > partStart && bytes[partEnd - 1] === CR) partEnd--;
      ranges.push([partStart, partEnd]);
      if (context.parts + ranges.length > parseLimits.parts) throw tooManyParts();
    }
    if (closes) return { ranges, closed: true };
    partStart = Math.min(stop + 1, end);
    at = partStart;
  }
  if (partStart >= 0) ranges.push([partStart, end]);
  return { ranges, closed: false };
}

const tooManyParts = () =>
  new ParseError('too_many_parts', `This message has more than ${parseLimits.parts} parts and was not opened.`);

/** A multipart without a boundary parameter: the first line that looks like one and is closed later. */
function sniffBoundary(bytes: Buffer, start: number, end: number): string | null {
  const head = bytes.toString('latin1', start, Math.min(end, start + 4000));
  const line = /(?:^|\n)--([^\s-][^\r\n]{0,69}?)[ \t]*\r?\n/.exec(head);
  return line?.[1] ?? null;
}

/** Types that old or careless senders give a text to be read. */
const READ_AS: Record<string, string> = {
  'plain/text': 'text/plain',
  'html/text': 'text/html',
  'text/enriched': 'text/html',
  'text/richtext': 'text/html',
};

function contentType(header: ContentHeader, fallback: string): string {
  if (Object.hasOwn(READ_AS, header.value)) return READ_AS[header.value]!;
  if (/^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+$/.test(header.value)) return header.value;
  // RFC 2045 5.2: what is no type at all is read as the default
  return header.value.includes('/') ? 'application/octet-stream' : fallback;
}

function parseEntity(
  bytes: Buffer,
  start: number,
  end: number,
  depth: number,
  fallback: string,
  context: Context,
): MimeNode {
  if (depth > parseLimits.depth) {
    throw new ParseError(
      'too_deep',
      `This message is nested more than ${parseLimits.depth} levels deep and was not opened.`,
    );
  }
  if (++context.parts > parseLimits.parts) throw tooManyParts();
  const block = splitHeaders(bytes, start, end);
  for (const code of block.malformed) context.malformed.add(code);
  const lookup = headerMap(block.fields, null);
  const typeHeader = parseContentHeader(lookup.first('content-type'));
  const disposition = parseContentHeader(lookup.first('content-disposition'));
  const encodingText = (lookup.first('content-transfer-encoding') ?? '').replace(/\([^)]*\)/g, '').toLowerCase();
  const node: MimeNode = {
    fields: block.fields,
    headers: typeHeader.params['charset'] ? headerMap(block.fields, typeHeader.params['charset']) : lookup,
    type: contentType(typeHeader, fallback),
    typeParams: typeHeader.params,
    disposition: disposition.value,
    fileName: sentFileName(typeHeader, disposition, lookup),
    encoding: /[a-z0-9-]+/.exec(encodingText)?.[0] ?? '',
    contentId: contentIdOf(lookup),
    body: bytes.subarray(block.bodyStart, end),
    children: [],
    message: null,
    truncated: false,
  };
  if (node.type.startsWith('multipart/')) readChildren(node, bytes, block.bodyStart, end, depth, context);
  else if (node.type === 'message/rfc822' || node.type === 'message/global') readNested(node, depth, context);
  else if (node.type === 'text/plain' && node.disposition !== 'attachment') unpackUuFiles(node);
  return node;
}

function readChildren(
  node: MimeNode,
  bytes: Buffer,
  start: number,
  end: number,
  depth: number,
  context: Context,
): void {
  const declared = (node.typeParams['boundary'] ?? '').trimEnd();
  let boundary = declared === '' ? null : declared;
  let found = boundary ? splitParts(bytes, start, end, boundary, context) : null;
  if (!found || found.ranges.length === 0) {
    boundary = sniffBoundary(bytes, start, end);
    found = boundary ? splitParts(bytes, start, end, boundary, context) : null;
    if (found) context.malformed.add('wrong_boundary');
  }
  if (!found || found.ranges.length === 0) {
    context.malformed.add('multipart_without_parts');
    node.type = 'text/plain';
    node.typeParams = { charset: node.typeParams['charset'] ?? '' };
    return;
  }
  if (!found.closed) context.malformed.add('missing_end_boundary');
  const fallback = node.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  node.children = found.ranges.map(([from, to]) => parseEntity(bytes, from, to, depth + 1, fallback, context));
  const last = node.children.at(-1);
  if (last && !found.closed) last.truncated = true;
}

function readNested(node: MimeNode, depth: number, context: Context): void {
  const inner = decodeTransfer(node.body, node.encoding);
  let start = 0;
  while (start < inner.length && (inner[start] === CR || inner[start] === LF)) start++;
  if (start < inner.length) node.message = parseEntity(inner, start, inner.length, depth + 1, 'text/plain', context);
}

/** Reads the structure of a prepared message. Throws ParseError too_deep, too_many_parts, too_large or unparseable. */
export function parseMimeTree(bytes: Buffer): { root: MimeNode; malformed: Set<string> } {
  const context: Context = { parts: 0, malformed: new Set() };
  const root = parseEntity(bytes, 0, bytes.length, 0, 'text/plain', context);
  if (root.fields.length === 0) {
    throw new ParseError('unparseable', 'This is not an e-mail: it does not begin with header lines.');
  }
  // a message that is one unnamed text of another type (text/markdown) is read like plain text
  if (/^text\/(?!html$|calendar$)/.test(root.type) && !root.fileName && root.disposition !== 'attachment')
    root.type = 'text/plain';
  return { root, malformed: context.malformed };
}

/** Visits every entity of one message, not those of messages attached to it. */
export function* walkTree(node: MimeNode): Generator<MimeNode> {
  yield node;
  for (const child of node.children) yield* walkTree(child);
}
