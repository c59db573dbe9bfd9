import { cleanText, clip } from '../../emails/parse/clean-text.ts';
import { decodeText } from '../../emails/parse/decode-charset.ts';
import { readHtml } from '../../emails/parse/html-text.ts';
import { parseMessage } from '../../emails/parse/parse-message.ts';
import { withoutQuoteMarks } from '../../emails/parse/quote-marks.ts';
import { rtfToText } from '../../emails/parse/read-rtf.ts';
import { officeText } from './office-text.ts';
import { pdfText } from './pdf-text.ts';
import { TEXT_LIMITS, type TextKind } from './text-kind.policy.ts';

async function textOf(kind: TextKind, bytes: Uint8Array): Promise<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = () => decodeText(buffer.subarray(0, TEXT_LIMITS.text * 4), null).text;
  switch (kind) {
    case 'pdf':
      return pdfText(bytes);
    case 'office':
    case 'opendocument':
      return officeText(bytes);
    case 'html':
      return withoutQuoteMarks(readHtml(decoded()).text);
    case 'message': {
      const { subject, from, text, attachments } = await parseMessage(bytes);
      const head = [subject, from?.name, from?.address, ...attachments.map((file) => file.filename)];
      return [...head, text].filter((part) => part).join('\n');
    }
    case 'rtf':
      return rtfToText(buffer.subarray(0, TEXT_LIMITS.text * 4));
    case 'plain':
      return decoded();
  }
}

/** The text of a document, clean, at most 1,000,000 characters. Throws when it cannot be read as what it says it is. */
export async function extractText(kind: TextKind, bytes: Uint8Array): Promise<string> {
  return clip(cleanText(await textOf(kind, bytes)), TEXT_LIMITS.text);
}
