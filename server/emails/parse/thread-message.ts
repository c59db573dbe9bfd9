import type { ParsedAttachment, ParsedMessage, ParseFailure } from './parsed-message.ts';

type PackedAttachment = Omit<ParsedAttachment, 'content'>;
type PackedMessage = Omit<ParsedMessage, 'attachments'> & { attachments: PackedAttachment[] };

/** What the thread posts back: all attachment bytes in one transferable buffer, in the order of the attachments. */
export type ThreadAnswer =
  { ok: true; message: PackedMessage; contents: Uint8Array<ArrayBuffer> } | { ok: false; failure: ParseFailure };

/** Prepares a message for posting: contents move into one buffer of their own, which can be transferred, not copied. */
export function packResult(message: ParsedMessage): ThreadAnswer {
  const total = message.attachments.reduce((sum, file) => sum + file.size, 0);
  const contents = new Uint8Array(total);
  let at = 0;
  const attachments: PackedAttachment[] = message.attachments.map(({ content, ...rest }) => {
    contents.set(content, at);
    at += content.length;
    return rest;
  });
  return { ok: true, message: { ...message, attachments }, contents };
}

/** The message as parseMessage gave it; contents are views into the transferred buffer. */
export function unpackResult(message: PackedMessage, contents: Uint8Array): ParsedMessage {
  let at = 0;
  const attachments = message.attachments.map((file) => {
    const content = contents.subarray(at, at + file.size);
    at += file.size;
    return { ...file, content };
  });
  return { ...message, attachments };
}
