import { cleanText, clip } from './clean-text.ts';
import { decodeText } from './decode-charset.ts';
import { decodeTransfer } from './decode-transfer.ts';
import { unwrapFlowed } from './flowed-text.ts';
import { readHtml } from './html-text.ts';
import { hasQuoteMarks, withoutQuoteMarks } from './quote-marks.ts';
import type { MimeNode } from './mime-tree.ts';
import { parseLimits } from './parsed-message.ts';
import { sanitiseHtml, textToHtml } from './sanitise-html.ts';

/**
 * `marked`: the text with quote marks (quote-marks.ts) where it comes from HTML; `quotingHtml`: the marked text of HTML whose
 * plain form was taken instead.
 */
export type Body = {
  text: string;
  marked: string;
  quotingHtml: string | null;
  /** HTML text with words that the plain form taken instead lacks. */
  htmlOnly: string | null;
  html: string | null;
  charsetGuessed: string | null;
  hiddenText?: string;
};

/** One stretch of the body as it stands in the message, in one or both forms. */
type Piece = { plain: string | null; html: string | null };

const isShown = (node: MimeNode) =>
  (node.type === 'text/plain' || node.type === 'text/html') && node.disposition !== 'attachment';

/** A text with a file's name that follows other parts of a multipart/mixed: a file, though it may be sent as `inline`. */
const isNamedFile = (parent: MimeNode, child: MimeNode) =>
  parent.type === 'multipart/mixed' && child.fileName !== null && isShown(child) && child !== parent.children[0];

/** Leaves that are not body text: files, inline images, reports, calendars, attached messages, in order. */
export function* attachmentNodes(node: MimeNode): Generator<MimeNode> {
  if (node.type.startsWith('multipart/') && node.children.length > 0) {
    for (const child of node.children) {
      if (isNamedFile(node, child)) yield child;
      else yield* attachmentNodes(child);
    }
  } else if (!isShown(node) && node.type !== 'text/x-amp-html') yield node;
}

/** What a page says of its own charset, for parts whose headers do not. */
function charsetOfMarkup(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 2048);
  return /<meta\s[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1] ?? null;
}

/** The decoded text of a text part, clean and with LF line ends. */
export function decodeTextPart(node: MimeNode): { text: string; guessed: string | null } {
  const bytes = decodeTransfer(node.body, node.encoding);
  const charset = node.typeParams['charset'] || (node.type === 'text/html' ? charsetOfMarkup(bytes) : null);
  const { text, guessed } = decodeText(bytes.subarray(0, parseLimits.textLength), charset);
  const clean = cleanText(text.replace(/\r+\n|\r/g, '\n').replace(/^\ufeff/, ''));
  const flowed = node.type === 'text/plain' && /^flowed$/i.test(node.typeParams['format'] ?? '');
  return { text: flowed ? unwrapFlowed(clean, /^yes$/i.test(node.typeParams['delsp'] ?? '')) : clean, guessed };
}

const blank = (text: string | null) => text === null || text.trim() === '';

/** Pieces of a subtree. Of a multipart/alternative the first plain and the last HTML form are one piece. */
function collectPieces(node: MimeNode, guessed: string[]): Piece[] {
  if (node.children.length === 0) {
    if (!isShown(node)) return [];
    const { text, guessed: charset } = decodeTextPart(node);
    if (charset) guessed.push(charset);
    return [node.type === 'text/html' ? { plain: null, html: text } : { plain: text, html: null }];
  }
  const groups = node.children
    .filter((child) => !isNamedFile(node, child))
    .map((child) => collectPieces(child, guessed));
  if (node.type !== 'multipart/alternative') return groups.flat();
  const plain = groups.find((group) => group.some((piece) => !blank(piece.plain)));
  const html = groups.findLast((group) => group.some((piece) => !blank(piece.html)));
  if (!plain || !html || plain === html) return plain ?? html ?? groups.find((group) => group.length > 0) ?? [];
  const joinPlain = plain.map((piece) => piece.plain ?? '').join('\n');
  const joinHtml = html.map((piece) => piece.html ?? (piece.plain ? textToHtml(piece.plain) : '')).join('\n');
  return [{ plain: joinPlain, html: joinHtml }];
}

/** Has a text a word that another has not? For what a search must find. */
function saysMore(text: string, than: string): boolean {
  const said = new Set(than.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
  return (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).some((word) => !said.has(word));
}

const MARKUP = /^\s*(<!doctype html|<html[\s>])/i;

/** Text and sanitised HTML of raw pieces; text comes from HTML where a piece has no plain form. */
export function renderBody(pieces: Piece[]): Omit<Body, 'charsetGuessed'> {
  const texts: string[] = [];
  const htmls: string[] = [];
  const hidden: string[] = [];
  const quoting: string[] = [];
  const unsaid: string[] = [];
  let hasHtml = false;
  for (const raw of pieces) {
    const mislabelled = raw.html === null && raw.plain !== null && MARKUP.test(raw.plain);
    const piece = mislabelled ? { plain: null, html: raw.plain } : raw;
    if (piece.html === null || (blank(piece.html) && !blank(piece.plain))) {
      if (blank(piece.plain)) continue;
      texts.push(piece.plain ?? '');
      htmls.push(textToHtml(piece.plain ?? ''));
      continue;
    }
    if (blank(piece.html)) continue;
    hasHtml = true;
    const read = readHtml(clip(piece.html, parseLimits.htmlLength));
    texts.push(blank(piece.plain) ? read.text : (piece.plain ?? ''));
    if (!blank(piece.plain) && hasQuoteMarks(read.text)) quoting.push(read.text);
    if (!blank(piece.plain) && saysMore(read.text, piece.plain ?? '')) unsaid.push(withoutQuoteMarks(read.text));
    if (read.hiddenText !== '') hidden.push(read.hiddenText);
    htmls.push(read.visibleHtml === null ? textToHtml(withoutQuoteMarks(read.text)) : sanitiseHtml(read.visibleHtml));
  }
  const marked = cleanText(texts.map((part) => part.replace(/^\n+|\s+$/g, '')).join('\n\n'));
  return {
    text: withoutQuoteMarks(marked),
    marked,
    htmlOnly: unsaid.length > 0 ? cleanText(clip(unsaid.join('\n\n'), parseLimits.htmlOnlyLength)) : null,
    quotingHtml: quoting.length > 0 ? quoting.join('\n\n') : null,
    html: hasHtml ? cleanText(htmls.join('\n')) : null,
    ...(hidden.length > 0 ? { hiddenText: cleanText(hidden.join('\n')) } : {}),
  };
}

/** The body of a message: what its shown text parts say together, in their order. */
export function readBody(root: MimeNode): Body {
  const guessed: string[] = [];
  return { ...renderBody(collectPieces(root, guessed)), charsetGuessed: guessed[0] ?? null };
}
