const CR = 0x0d;
const LF = 0x0a;

/** The line starts with `From ` of an mbox, perhaps quoted: transport, not a header. */
function skipMboxLine(raw: Buffer): Buffer {
  if (!/^>?From (?![ \t]*:)/.test(raw.subarray(0, 80).toString('latin1'))) return raw;
  const end = raw.indexOf(LF);
  return end < 0 ? raw : raw.subarray(end + 1);
}

function hasLoneReturn(raw: Buffer): boolean {
  for (let at = raw.indexOf(CR); at >= 0; at = raw.indexOf(CR, at + 1)) {
    let next = at + 1;
    while (raw[next] === CR) next++;
    if (next < raw.length && raw[next] !== LF) return true;
    at = next - 1;
  }
  return false;
}

/** Every line end (CR LF, CR CR LF, lone CR, LF) becomes LF. */
function unifyLineEnds(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== CR) {
      out[length++] = raw[i]!;
      continue;
    }
    let next = i + 1;
    while (raw[next] === CR && (raw[next + 1] === CR || raw[next + 1] === LF)) next++;
    out[length++] = LF;
    i = raw[next] === LF ? next : i;
  }
  return out.subarray(0, length);
}

/**
 * Makes raw bytes fit for reading: UTF-16 or BOM from a text editor undone, mbox line and blank lines at the top
 * skipped, lone CR taken for a line end (unless a part is sent as binary, whose bytes may not be touched).
 */
export function prepareRaw(raw: Uint8Array): { bytes: Buffer; malformed: string[] } {
  const malformed: string[] = [];
  let bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    bytes = Buffer.from(new TextDecoder('utf-16le').decode(bytes), 'utf8');
    malformed.push('utf16_message');
  } else if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    bytes = bytes.subarray(3);
  }
  if (hasLoneReturn(bytes) && !/^content-transfer-encoding:[ \t]*binary/im.test(bytes.toString('latin1'))) {
    bytes = unifyLineEnds(bytes);
    malformed.push('line_ends');
  }
  let start = 0;
  while (start < bytes.length && (bytes[start] === CR || bytes[start] === LF)) start++;
  return { bytes: skipMboxLine(bytes.subarray(start)), malformed };
}
