import { TEXT_LIMITS } from './text-kind.policy.ts';

/** The text layer of a PDF, page by page; '' for one that only holds pictures. Throws when it cannot be opened. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const { getDocumentProxy } = await import('unpdf');
  // pdf.js takes the bytes for itself.
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, isEvalSupported: false });
  const pages: string[] = [];
  let length = 0;
  for (let n = 1; n <= Math.min(pdf.numPages, TEXT_LIMITS.pages) && length < TEXT_LIMITS.text; n++) {
    const page = await pdf.getPage(n);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : '')).join('');
    pages.push(text);
    length += text.length;
    page.cleanup();
  }
  await pdf.destroy();
  return pages
    .join('\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
