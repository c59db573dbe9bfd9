const hexDigits = new Int8Array(256).fill(-1);
for (let i = 0; i < 10; i++) hexDigits[48 + i] = i;
for (let i = 0; i < 6; i++) hexDigits[65 + i] = hexDigits[97 + i] = 10 + i;

/** Quoted-printable, tolerant: a `=` that starts no escape stays, trailing white space of a line goes. */
function decodeQuotedPrintable(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  let lineEnd = 0;
  for (let i = 0; i < raw.length; i++) {
    const byte = raw[i]!;
    if (byte === 0x3d) {
      const high = hexDigits[raw[i + 1] ?? 0]!;
      const low = hexDigits[raw[i + 2] ?? 0]!;
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low;
        lineEnd = length;
        i += 2;
        continue;
      }
      let next = i + 1;
      while (raw[next] === 0x20 || raw[next] === 0x09 || raw[next] === 0x0d) next++;
      if (next >= raw.length || raw[next] === 0x0a) {
        lineEnd = length;
        i = next;
        continue;
      }
    }
    if (byte === 0x0a) {
      const hadReturn = length > lineEnd && out[length - 1] === 0x0d;
      length = Math.max(lineEnd, 0);
      if (hadReturn) out[length++] = 0x0d;
      out[length++] = 0x0a;
      lineEnd = length;
      continue;
    }
    out[length++] = byte;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) lineEnd = length;
  }
  return out.subarray(0, length);
}

function decodeUuencode(raw: Buffer): Buffer {
  const lines = raw.toString('latin1').split(/\r?\n/);
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line));
  if (begin < 0) return raw;
  const out: number[] = [];
  for (const line of lines.slice(begin + 1)) {
    if (line === 'end') break;
    const wanted = (line.charCodeAt(0) - 32) & 63;
    if (!line || wanted === 0) continue;
    const start = out.length;
    for (let i = 1; i < line.length && out.length - start < wanted; i += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => ((line.charCodeAt(i + k) || 32) - 32) & 63) as [
        number,
        number,
        number,
        number,
      ];
      out.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
    }
    out.length = Math.min(out.length, start + wanted);
  }
  return Buffer.from(out);
}

/** Base64, also of blocks set one after another (a footer that a list added): Node's decoder ends at the first padding. */
function decodeBase64(text: string): Buffer {
  const padding = text.indexOf('=');
  if (padding < 0 || !/[^=\s-]/.test(text.slice(padding, padding + 100))) return Buffer.from(text, 'base64');
  return Buffer.concat(text.split(/=+/).map((block) => Buffer.from(block, 'base64')));
}

/** Undoes a Content-Transfer-Encoding. Broken input yields what can be read; an unknown encoding the bytes as they are. */
export function decodeTransfer(raw: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(raw.toString('latin1'));
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(raw);
  if (encoding === 'x-uuencode' || encoding === 'uuencode' || encoding === 'x-uue') return decodeUuencode(raw);
  return raw;
}
