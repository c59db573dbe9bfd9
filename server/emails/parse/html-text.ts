import { Parser } from 'htmlparser2';
import { isHiddenElement, isUnreadable, parseColour, parseStyle, type Rgb } from './css-visibility.ts';
import { QUOTE_FROM, QUOTE_TO, quoteMarkOf } from './quote-marks.ts';
import { createTextLayout } from './text-layout.ts';

/**
 * `visibleHtml` is the input without what a reader cannot see; null when the markup is too deep to be kept.
 * `hiddenText`: the beginning of what was written where no reader sees it (not styles and scripts).
 */
export type ReadHtml = { text: string; visibleHtml: string | null; hiddenText: string };

type Level = {
  tag: string;
  start: number;
  hidden: boolean;
  colour: Rgb;
  ground: Rgb;
  quote: boolean;
  /** An element that a client puts earlier mail into. */
  container: boolean;
  href: string | null;
  textStart: number;
};

const DEPTH = 400;
const HIDDEN_LENGTH = 4000;
const NEVER_SHOWN = new Set([
  'head',
  'title',
  'style',
  'script',
  'template',
  'svg',
  'math',
  'object',
  'iframe',
  'applet',
  'audio',
  'video',
  'canvas',
  'select',
  'datalist',
  'noembed',
  'noframes',
  'xml',
  'meta',
  'link',
]);
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'pre', 'blockquote']);
const BLOCKS = new Set([
  'div',
  'table',
  'tbody',
  'thead',
  'tfoot',
  'tr',
  'li',
  'dt',
  'dd',
  'section',
  'article',
  'header',
  'footer',
  'main',
  'aside',
  'nav',
  'address',
  'center',
  'form',
  'fieldset',
  'caption',
  'figure',
  'figcaption',
  'body',
  'html',
  'details',
  'summary',
]);
const DEEP = Symbol('deep');

/** Is a blockquote a quotation of earlier mail, not an indented paragraph? */
function isCitation(attributes: Record<string, string>, style: Map<string, string>): boolean {
  if (attributes['type'] === 'cite' || attributes['cite'] || /quote|cite/i.test(attributes['class'] ?? '')) return true;
  const border = style.get('border') ?? style.get('border-left') ?? '';
  return !(/^(none|0)/.test(border) || (style.size > 0 && !style.has('border-left') && style.has('margin')));
}

function isSignature(attributes: Record<string, string>): boolean {
  return (
    /(^|\s)(x_)?(gmail_signature|moz-signature|protonmail_signature_block|front-signature|bloop_sign|airmail_sign|zm_signature|edo-signature|mimestream-signature)(\s|$)/.test(
      attributes['class'] ?? '',
    ) ||
    /^(x_)?(signature|ms-outlook-mobile-signature|composer_signature)$/i.test(attributes['id'] ?? '') ||
    attributes['data-smartmail'] === 'gmail_signature' ||
    attributes['name'] === 'messageSignatureSection'
  );
}

function linkSuffix(href: string, shown: string): string | null {
  const target = href.trim();
  if (!/^(https?:\/\/|mailto:)/i.test(target) || target.length > 2000) return null;
  const bare = target.replace(/^mailto:/i, '').replace(/\?.*$/s, '');
  const text = shown.trim();
  if (
    text === '' ||
    text === target ||
    text === bare ||
    target.replace(/^https?:\/\//i, '').replace(/\/$/, '') === text.replace(/\/$/, '')
  )
    return null;
  return ` <${/^mailto:/i.test(target) ? bare : target}>`;
}

/** Markup to text without understanding it, for what is nested beyond every real mail. Linear. */
function stripTags(html: string): string {
  const out: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      out.push(html.slice(at));
      break;
    }
    out.push(html.slice(at, open), ' ');
    const close = html.indexOf('>', open);
    if (close < 0) break;
    at = close + 1;
  }
  return out.join('').replace(/\s+/g, ' ').trim();
}

/**
 * Reads an HTML body in one pass: readable plain text (paragraphs, lists, table rows with tabs, links behind their
 * text, quotations with `> `) and the same markup without hidden elements and unreadable text.
 */
export function readHtml(html: string): ReadHtml {
  const layout = createTextLayout();
  const cuts: [number, number][] = [];
  const levels: Level[] = [];
  const base: Level = {
    tag: '',
    start: 0,
    hidden: false,
    colour: [0, 0, 0],
    ground: [255, 255, 255],
    quote: false,
    container: false,
    href: null,
    textStart: 0,
  };
  const current = () => levels.at(-1) ?? base;
  let hiddenText = '';
  const hide = (text: string) => {
    if (hiddenText.length < HIDDEN_LENGTH) hiddenText += text.slice(0, HIDDEN_LENGTH - hiddenText.length);
  };

  const open = (tag: string, attributes: Record<string, string>, start: number) => {
    const parent = current();
    if (levels.length >= DEPTH) throw DEEP;
    const style = parseStyle(attributes['style']);
    const hidden = parent.hidden || NEVER_SHOWN.has(tag) || isHiddenElement(attributes, style);
    const ground = parseColour(
      style.get('background-color') ?? style.get('background')?.split(/\s/)[0] ?? attributes['bgcolor'],
    );
    const colour = parseColour(style.get('color') ?? (tag === 'font' ? attributes['color'] : undefined));
    const quote = !hidden && tag === 'blockquote' && isCitation(attributes, style);
    const mark = hidden ? null : quoteMarkOf(attributes, style);
    levels.push({
      tag,
      start,
      hidden,
      quote,
      container: mark === 'element',
      colour: colour ?? parent.colour,
      ground: ground ?? (style.has('background-image') || attributes['background'] ? [128, 128, 128] : parent.ground),
      href: tag === 'a' ? (attributes['href'] ?? null) : null,
      textStart: layout.length(),
    });
    if (hidden) return;
    if (mark) layout.quoteMark(QUOTE_FROM);
    if (isSignature(attributes)) layout.signature();
    if (PARAGRAPHS.has(tag)) layout.paragraph();
    else if (BLOCKS.has(tag)) layout.line();
    if (quote) layout.quote(1);
    if (tag === 'br') layout.breakLine();
    else if (tag === 'hr') layout.rule();
    else if (tag === 'pre') layout.preformatted(1);
    else if (tag === 'ul' || tag === 'ol') layout.openList(tag === 'ol');
    else if (tag === 'li') layout.item();
    else if (tag === 'td' || tag === 'th') layout.cell();
  };

  const close = (end: number) => {
    const level = levels.pop();
    if (!level) return;
    if (level.hidden) {
      if (!current().hidden) cuts.push([level.start, end]);
      return;
    }
    const { tag } = level;
    if (level.href !== null) {
      const suffix = linkSuffix(level.href, layout.since(level.textStart));
      if (suffix) layout.text(suffix);
    }
    if (tag === 'pre') layout.preformatted(-1);
    if (tag === 'ul' || tag === 'ol') layout.closeList();
    if (PARAGRAPHS.has(tag)) layout.paragraph();
    else if (BLOCKS.has(tag)) layout.line();
    if (level.quote) layout.quote(-1);
    if (level.container) layout.quoteMark(QUOTE_TO);
  };

  const parser = new Parser(
    {
      onopentag: (tag, attributes) => open(tag, attributes, parser.startIndex),
      onclosetag: () => close(Math.min(parser.endIndex + 1, html.length)),
      ontext: (text) => {
        const level = current();
        if (level.hidden) {
          if (!levels.some(({ tag }) => NEVER_SHOWN.has(tag))) hide(text);
        } else if (text.trim() !== '' && isUnreadable(level.colour, level.ground)) {
          cuts.push([parser.startIndex, parser.endIndex + 1]);
          hide(`${text} `);
        } else layout.text(text);
      },
    },
    { decodeEntities: true },
  );
  try {
    parser.write(html);
    parser.end();
  } catch (error) {
    if (error !== DEEP) throw error;
    return { text: stripTags(html), visibleHtml: null, hiddenText };
  }
  return { text: layout.finish(), visibleHtml: cutRanges(html, cuts), hiddenText: hiddenText.trim() };
}

function cutRanges(html: string, cuts: [number, number][]): string {
  if (cuts.length === 0) return html;
  const out: string[] = [];
  let at = 0;
  for (const [start, end] of cuts.sort((a, b) => a[0] - b[0])) {
    if (start > at) out.push(html.slice(at, start));
    at = Math.max(at, end);
  }
  out.push(html.slice(at));
  return out.join('');
}
