import { createHash } from 'node:crypto';
import { attachmentNodes, type Body, decodeTextPart, renderBody } from './body-parts.ts';
import { clip } from './clean-text.ts';
import { decodeTransfer } from './decode-transfer.ts';
import { extensionOf, safeFileName } from './file-name.ts';
import { readableHeader } from './header-fields.ts';
import type { MimeNode } from './mime-tree.ts';
import { parseLimits, type CalendarInvite, type MessageFlags, type ParsedAttachment } from './parsed-message.ts';
import { readCalendar } from './read-calendar.ts';
import { decompressRtf, rtfToText } from './read-rtf.ts';
import { readTnef, type Tnef } from './read-tnef.ts';

export type ReadAttachments = {
  attachments: ParsedAttachment[];
  calendar?: CalendarInvite;
  winmail?: MessageFlags['winmail'];
  tnefClass: string | null;
  /** A body that stood only inside winmail.dat. */
  packedBody: Omit<Body, 'charsetGuessed'> | null;
};

/** Lower-case sha256 hex. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function nameOf(node: MimeNode, n: number): string {
  const sent = node.fileName === null ? null : safeFileName(node.fileName);
  if (sent) return sent;
  const extension = extensionOf(node.type);
  if (node.message) {
    const subject = readableHeader(node.message.headers.first('subject') ?? '').replaceAll(/[\\/]/g, '-');
    return safeFileName(`${clip(subject, 120) || 'message'}.eml`) ?? 'message.eml';
  }
  if (node.type === 'text/calendar') return 'invite.ics';
  if (node.type === 'message/delivery-status') return 'delivery-status.txt';
  if (node.type === 'application/ms-tnef') return 'winmail.dat';
  return `attachment-${n}.${extension}`;
}

function isWinmail(node: MimeNode): boolean {
  return /^application\/(vnd\.)?ms-tnef$/.test(node.type) || /^winmail\.dat$/i.test(node.fileName ?? '');
}

function packedBody(tnef: Tnef): ReadAttachments['packedBody'] {
  const plain = tnef.text?.trim() ? tnef.text.replace(/\r\n?/g, '\n') : null;
  if (plain || tnef.html?.trim()) return renderBody([{ plain, html: tnef.html }]);
  const rtf = tnef.rtf ? decompressRtf(tnef.rtf) : null;
  const text = rtf ? rtfToText(rtf) : '';
  return text === '' ? null : renderBody([{ plain: text, html: null }]);
}

/**
 * All files of a message, decoded and hashed once. A winmail.dat gives way to the files inside it; without files inside,
 * or when it cannot be read, it stays. A calendar alternative that is also attached is listed once.
 */
export function readAttachments(root: MimeNode): ReadAttachments {
  const result: ReadAttachments = { attachments: [], tnefClass: null, packedBody: null };
  const add = (entry: Omit<ParsedAttachment, 'n' | 'size' | 'sha256'>) => {
    const { content } = entry;
    result.attachments.push({
      n: result.attachments.length + 1,
      size: content.length,
      sha256: sha256(content),
      ...entry,
    });
  };
  for (const node of attachmentNodes(root)) {
    const content = decodeTransfer(node.body, node.encoding);
    const n = result.attachments.length + 1;
    const isCalendar = node.type === 'text/calendar' || (node.type === 'application/ics' && !result.calendar);
    if (isCalendar && !result.calendar) {
      result.calendar = readCalendar(decodeTextPart(node).text, node.typeParams['method'] ?? null) ?? undefined;
    }
    if (isWinmail(node)) {
      const tnef = readTnef(content);
      result.tnefClass ??= tnef?.messageClass ?? null;
      if (tnef) result.packedBody ??= packedBody(tnef);
      if (tnef && tnef.files.length > 0 && result.attachments.length + tnef.files.length <= parseLimits.parts) {
        result.winmail = 'unpacked';
        for (const file of tnef.files) addTnefFile(file, result.attachments.length + 1, add);
        continue;
      }
      result.winmail ??= 'kept';
    }
    if (isCalendar) {
      const hash = sha256(content);
      if (result.attachments.some((other) => other.sha256 === hash)) continue;
    }
    add({
      filename: nameOf(node, n),
      contentType: node.type,
      contentId: node.contentId,
      inline: node.disposition !== 'attachment' && node.contentId !== null && node.type.startsWith('image/'),
      content,
      ...(node.truncated ? { note: 'truncated' as const } : {}),
    });
  }
  return dropCalendarTwin(result);
}

function addTnefFile(
  file: Tnef['files'][number],
  n: number,
  add: (entry: Omit<ParsedAttachment, 'n' | 'size' | 'sha256'>) => void,
): void {
  const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType ?? '')
    ? file.contentType!
    : 'application/octet-stream';
  add({
    filename: (file.name && safeFileName(file.name)) || `attachment-${n}.${extensionOf(contentType)}`,
    contentType,
    contentId: file.contentId?.replace(/^<|>$/g, '') ?? null,
    inline: file.contentId !== null && contentType.startsWith('image/'),
    content: file.data,
    note: 'winmail',
  });
}

/** The unnamed calendar alternative goes when a named file has the same bytes. */
function dropCalendarTwin(result: ReadAttachments): ReadAttachments {
  const { attachments } = result;
  const twins = attachments.filter(
    (one) =>
      one.contentType === 'text/calendar' &&
      attachments.some((other) => other !== one && other.sha256 === one.sha256 && other.n > one.n),
  );
  if (twins.length > 0) {
    result.attachments = attachments.filter((one) => !twins.includes(one)).map((one, i) => ({ ...one, n: i + 1 }));
  }
  return result;
}
