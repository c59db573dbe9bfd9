import type { MimeNode } from './mime-tree.ts';
import { parseLimits } from './parsed-message.ts';

const BEGIN = /^begin [0-7]{3,4} (\S[^\r\n]{0,200}?)[ \t]*\r?$/gm;
const END = /^(?:[` ]\r?\n)?end[ \t]*$/gm;
/** A line of uuencode: its first character says how many bytes follow, three in four characters. */
const isUuLine = (line: string) => line.length >= 2 && line.length <= 90 && /^[\x20-\x60]+$/.test(line);

/**
 * Takes uuencoded files (`begin 644 name` … `end`) out of a plain text, as old clients write attachments: the part becomes
 * a multipart of its text and the files. A text that only speaks of such lines stays as it is.
 */
export function unpackUuFiles(node: MimeNode): void {
  const { body } = node;
  if (/^(base64|quoted-printable|x-?uu|uu)/.test(node.encoding) || !body.includes('begin ')) return;
  const text = body.toString('latin1');
  const kept: string[] = [];
  const files: MimeNode[] = [];
  let at = 0;
  BEGIN.lastIndex = 0;
  for (let begin = BEGIN.exec(text); begin && files.length < parseLimits.parts; begin = BEGIN.exec(text)) {
    END.lastIndex = BEGIN.lastIndex;
    const end = END.exec(text);
    if (!end) break;
    const first = text.slice(BEGIN.lastIndex, end.index).trimStart().split('\n', 1)[0]!;
    if (!isUuLine(first.replace(/\r$/, ''))) continue;
    kept.push(text.slice(at, begin.index));
    at = END.lastIndex;
    files.push(fileNode(node, begin[1]!, body.subarray(begin.index, at)));
    BEGIN.lastIndex = at;
  }
  if (files.length === 0) return;
  kept.push(text.slice(at));
  node.children = [{ ...node, body: Buffer.from(kept.join(''), 'latin1') }, ...files];
  node.type = 'multipart/mixed';
}

function fileNode(parent: MimeNode, fileName: string, body: Buffer): MimeNode {
  return {
    ...parent,
    type: 'application/octet-stream',
    typeParams: {},
    disposition: 'attachment',
    fileName,
    encoding: 'x-uuencode',
    contentId: null,
    body,
    children: [],
  };
}
