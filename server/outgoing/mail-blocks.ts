/** A piece of a mail's body. Texts are plain: what they hold is escaped in the HTML part. */
export type MailBlock =
  | { type: 'heading'; text: string }
  /** Lines stay lines; an empty line parts paragraphs. */
  | { type: 'text'; text: string }
  /** What somebody else said, set apart. */
  | { type: 'quote'; text: string }
  /** Facts under each other: "Due" "5 Mar 2026". */
  | { type: 'facts'; items: { label: string; value: string }[] }
  | { type: 'list'; items: { text: string; url?: string; note?: string }[] }
  /** The one thing to do. */
  | { type: 'link'; text: string; url: string }
  /** Small print at the end: why this mail came. */
  | { type: 'footer'; text: string };

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/** Addresses of pages only; anything else is shown as text. */
const isWebAddress = (url: string) => /^https?:\/\/[^\s<>"]+$/i.test(url);

const anchor = (url: string, text: string) =>
  isWebAddress(url) ? `<a href="${escape(url)}">${escape(text)}</a>` : escape(text);

function paragraphs(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((part) => `<p>${part.split('\n').map(escape).join('<br>\n')}</p>`)
    .join('\n');
}

const quoted = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

function textOf(block: MailBlock): string {
  switch (block.type) {
    case 'heading':
    case 'text':
      return block.text.trim();
    case 'quote':
      return quoted(block.text);
    case 'facts':
      return block.items.map(({ label, value }) => `${label}: ${value}`).join('\n');
    case 'list':
      return block.items
        .map(({ text, url, note }) => [`- ${text}`, ...(note ? [`  ${note}`] : []), ...(url ? [`  ${url}`] : [])])
        .flat()
        .join('\n');
    case 'link':
      return `${block.text}:\n${block.url}`;
    case 'footer':
      // The signature mark: clients and our own parser take what follows for no part of the message.
      return `-- \n${block.text.trim()}`;
  }
}

function htmlOf(block: MailBlock): string {
  switch (block.type) {
    case 'heading':
      return `<h2 style="font-size:16px;margin:20px 0 8px">${escape(block.text.trim())}</h2>`;
    case 'text':
      return paragraphs(block.text);
    case 'quote':
      return `<blockquote style="margin:12px 0;padding:0 0 0 12px;border-left:3px solid #9aa3b2">${paragraphs(block.text)}</blockquote>`;
    case 'facts':
      return `<p>${block.items.map(({ label, value }) => `${escape(label)}: <b>${escape(value)}</b>`).join('<br>\n')}</p>`;
    case 'list':
      return `<ul style="padding-left:20px">\n${block.items
        .map(({ text, url, note }) => {
          const said = url ? anchor(url, text) : escape(text);
          return `<li style="margin:4px 0">${said}${note ? `<br>${escape(note)}` : ''}</li>`;
        })
        .join('\n')}\n</ul>`;
    case 'link':
      return `<p><b>${anchor(block.url, block.text)}</b></p>`;
    case 'footer':
      return `<p style="margin-top:24px;font-size:12px;opacity:.75">${escape(block.text.trim()).replace(/\n/g, '<br>\n')}</p>`;
  }
}

/**
 * A mail's body as plain text and as small HTML without tables, images or colours of its own, so that it reads the same
 * in a light client, a dark one, and one that shows text only. Everything is escaped; line ends are LF.
 */
export function renderBlocks(blocks: readonly MailBlock[]): { text: string; html: string } {
  const clean = blocks.filter((block) => !('text' in block) || block.text.trim() !== '');
  const body = clean.map(htmlOf).join('\n');
  return {
    text: `${clean.map(textOf).join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:16px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;max-width:640px">
${body}
</body></html>
`,
  };
}
