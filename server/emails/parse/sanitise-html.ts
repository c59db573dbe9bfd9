import sanitizeHtml from 'sanitize-html';
import { parseStyle } from './css-visibility.ts';

const STYLES =
  /^(color|background-color|font(-family|-size|-style|-weight|-variant)?|line-height|letter-spacing|text-(align|decoration|indent|transform)|vertical-align|white-space|(margin|padding)(-(top|right|bottom|left))?|border(-(top|right|bottom|left))?(-(color|style|width))?|border-(collapse|spacing|radius)|(max-|min-)?width|height|list-style(-type)?|word-(break|wrap))$/;
const UNSAFE_VALUE = /[\\<>@{}]|url\s*\(|expression|javascript:|image-set|var\s*\(|-\s*\d{3,}/i;
const INLINE_IMAGE = /^data:image\/(png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]+$/i;

function safeStyle(style: string): string {
  const kept: string[] = [];
  for (const [name, value] of parseStyle(style)) {
    if (STYLES.test(name) && value.length <= 200 && !UNSAFE_VALUE.test(value)) kept.push(`${name}: ${value}`);
  }
  return kept.join('; ');
}

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    'a', 'abbr', 'address', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col',
    'colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'h1', 'h2', 'h3', 'h4', 'h5',
    'h6', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 's', 'samp', 'small', 'span', 'strike',
    'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var',
  ], // prettier-ignore
  allowedAttributes: {
    '*': ['align', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'color', 'colspan', 'dir', 'face', 'height', 'lang', 'rowspan', 'size', 'style', 'title', 'valign', 'width'], // prettier-ignore
    a: ['href', 'rel', 'target'],
    img: ['src', 'alt'],
    ol: ['start', 'type'],
    blockquote: ['type'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid', 'data'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  nonTextTags: ['style', 'script', 'textarea', 'option', 'noembed', 'noframes', 'title', 'template', 'svg', 'math', 'object', 'iframe', 'select', 'xml'], // prettier-ignore
  parseStyleAttributes: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    '*': (tagName, attribs) => {
      if (attribs['style']) attribs['style'] = safeStyle(attribs['style']);
      if (!attribs['style']) delete attribs['style'];
      return { tagName, attribs };
    },
    a: (tagName, attribs) => {
      if (attribs['style']) attribs['style'] = safeStyle(attribs['style']);
      return { tagName, attribs: { ...attribs, rel: 'noopener noreferrer nofollow', target: '_blank' } };
    },
    img: (tagName, attribs) => {
      const src = (attribs['src'] ?? '').trim();
      if (attribs['style']) attribs['style'] = safeStyle(attribs['style']);
      if (!/^cid:/i.test(src) && !INLINE_IMAGE.test(src)) delete attribs['src'];
      return { tagName, attribs };
    },
  },
};

/**
 * Mail HTML for the sandboxed frame: no scripts, forms, frames, style sheets or remote loads; of styles only colours,
 * fonts, spacing and borders; images only as `cid:` or raster `data:`; links open outside without referrer.
 */
export function sanitiseHtml(html: string): string {
  return sanitizeHtml(html, options).trim();
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as HTML that shows the same lines. */
export function textToHtml(text: string): string {
  return `<div>${text.replace(/[&<>"]/g, (character) => ESCAPES[character]!).replace(/\n/g, '<br />\n')}</div>`;
}
