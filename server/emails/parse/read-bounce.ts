import { cleanLine } from './clean-text.ts';
import { decodeText } from './decode-charset.ts';
import { decodeTransfer } from './decode-transfer.ts';
import { splitHeaders, headerMap } from './header-fields.ts';
import { messageIdsOf } from './message-ids.ts';
import { walkTree, type MimeNode } from './mime-tree.ts';
import type { BounceReport } from './parsed-message.ts';

const RECIPIENTS = 200;

/** The blocks of a message/delivery-status part (RFC 3464), each a header block. */
function statusBlocks(node: MimeNode) {
  const bytes = decodeTransfer(node.body, node.encoding);
  const blocks = [];
  let at = 0;
  while (at < bytes.length && blocks.length < RECIPIENTS) {
    const block = splitHeaders(bytes, at, bytes.length);
    if (block.fields.length > 0) blocks.push(headerMap(block.fields, null));
    if (block.bodyStart <= at) break;
    at = block.bodyStart;
  }
  return blocks;
}

function addressOf(value: string | null): string | null {
  const address = cleanLine(value ?? '')
    .replace(/^[^;]*;/, '')
    .replace(/^\s*<|>\s*$/g, '')
    .trim();
  return /^[^\s<>]+$/.test(address) && address !== '' ? address : null;
}

/** Recipients that bounces without a report name in their text (qmail, Exim, Exchange). */
function recipientsInText(text: string): string[] {
  const found = new Set<string>();
  const head = text.slice(0, 20_000);
  for (const line of head.split('\n').slice(0, 200)) {
    if (/^-{3,}|^\s*(received|message-id):/i.test(line)) break;
    const match =
      /^\s*<?([^\s<>@"']{1,100}@[^\s<>@"':,;]{1,200})>?\s*:?\s*$/.exec(line.slice(0, 400)) ??
      /^\s*<([^\s<>@]{1,100}@[^\s<>@]{1,200})>/.exec(line.slice(0, 400));
    if (match) found.add(match[1]!);
    if (found.size >= RECIPIENTS) break;
  }
  return [...found];
}

function originalId(root: MimeNode, text: string): string | null {
  for (const node of walkTree(root)) {
    const returned = node.message?.headers.first('message-id');
    const id = messageIdsOf(returned ?? null)[0];
    if (id) return id;
    if (node.type === 'text/rfc822-headers' || (node !== root && node.type === 'message/rfc822')) {
      const bytes = decodeTransfer(node.body, node.encoding);
      const block = splitHeaders(bytes, 0, bytes.length);
      const inner = messageIdsOf(headerMap(block.fields, null).first('message-id'))[0];
      if (inner) return inner;
    }
  }
  const quoted = /^[ \t>]{0,40}message-id:[ \t]{0,40}(<[^<>\s]{1,900}>)/im.exec(text)?.[1];
  const { headers } = root;
  return (
    quoted ?? messageIdsOf(headers.first('in-reply-to'))[0] ?? messageIdsOf(headers.first('references')).at(-1) ?? null
  );
}

/** Whom a bounce could not reach and which message it answers; from its report (RFC 3464), headers or text. */
export function readBounce(root: MimeNode, text: string): BounceReport {
  const failed: string[] = [];
  const late: string[] = [];
  for (const node of walkTree(root)) {
    if (node.type !== 'message/delivery-status' && node.type !== 'message/global-delivery-status') continue;
    for (const block of statusBlocks(node)) {
      const address = addressOf(block.first('original-recipient')) ?? addressOf(block.first('final-recipient'));
      const action = (block.first('action') ?? 'failed').toLowerCase();
      if (!address || /^(delivered|relayed|expanded)/.test(action)) continue;
      (action.startsWith('delayed') ? late : failed).push(address);
    }
  }
  if (failed.length + late.length === 0) {
    for (const value of root.headers.all('x-failed-recipients')) {
      failed.push(
        ...cleanLine(value)
          .split(/[,\s]+/)
          .filter((address) => address.includes('@')),
      );
    }
  }
  const delayed = failed.length === 0 && (late.length > 0 || isDelaySubject(root));
  const named = failed.length > 0 ? failed : late.length > 0 ? late : recipientsInText(text);
  return { recipients: [...new Set(named)].slice(0, RECIPIENTS), originalMessageId: originalId(root, text), delayed };
}

function isDelaySubject(root: MimeNode): boolean {
  const subject = decodeText(Buffer.from(root.headers.first('subject') ?? ''), 'utf-8').text;
  return /\b(delay(ed)?|warning: could not send|still being retried|verzögert|noch nicht zugestellt)\b/i.test(subject);
}
