/**
 * Lines that stand for what HTML says about quotation and text cannot: from where to where the markup of a client holds
 * earlier mail. Private-use characters, alone on their line; `withoutQuoteMarks` takes them out before a text is kept.
 */
export const QUOTE_FROM = '\ue0f0';
export const QUOTE_TO = '\ue0f1';

const MARK_LINES = /[\ue0f0\ue0f1]\n?|\n?[\ue0f0\ue0f1]$/g;

/** Whether the markup of the message named quoted text. */
export const hasQuoteMarks = (text: string): boolean => text.includes(QUOTE_FROM);

/** The text as people read it. */
export function withoutQuoteMarks(text: string): string {
  if (!/[\ue0f0\ue0f1]/.test(text)) return text;
  return text
    .replace(MARK_LINES, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .replace(/\s+$/, '');
}

/** Earlier mail from here to the end: Outlook's header block and what stands before it. */
const FROM_HERE = /^(x_)?(divrplyfwdmsg|appendonsend|stopspelling|mail-editor-reference-message-container)$/i;
/** Earlier mail, or the line that introduces it, in an element of its own. */
const CONTAINER_ID = /^(x_)?(olk_src_body_section|yahoo_quoted_\w+|replysplit|reply-intro|isreplycontent)$/i;
const CONTAINER_CLASS =
  /(^|\s)(x_)?(gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|outlookmessageheader|qmbox|front-blockquote|freshdesk_quote|zm_quote|airmail_ext_on|replied_mail)(\s|$)/i;
/** The rule above Outlook's header block, in the colours that its versions use. */
const OUTLOOK_RULE = /#(e1e1e1|b5c4df)|rgb\((225, ?225, ?225|181, ?196, ?223)\)/i;
const isOutlookRule = (border: string) =>
  /\bsolid\b/i.test(border) && /\b1(\.0)?pt\b/i.test(border) && OUTLOOK_RULE.test(border);

/** What an element says about quotation: from here to the end, itself only, or nothing. */
export function quoteMarkOf(attributes: Record<string, string>, style: Map<string, string>): 'rest' | 'element' | null {
  const id = attributes['id'] ?? '';
  if (FROM_HERE.test(id) || isOutlookRule(style.get('border-top') ?? '')) return 'rest';
  if (CONTAINER_ID.test(id) || CONTAINER_CLASS.test(attributes['class'] ?? '')) return 'element';
  if (attributes['data-marker'] === '__QUOTED_TEXT__' || attributes['name'] === 'messageReplySection') return 'element';
  return null;
}
