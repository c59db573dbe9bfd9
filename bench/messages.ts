import { createHash } from 'node:crypto';

const PEOPLE = ['Anna Keller', 'Jörg Weiß', 'Marta Núñez', 'Tom Baker', 'Li Wei', 'Élodie Fournier', 'Ravi Menon'];
const SENTENCES = [
  'The revised delivery date is 14 March and the factory test moves with it.',
  'Please find our quotation attached; prices are valid for sixty days.',
  'Die Lieferung verzögert sich um zwei Wochen, wir bitten um Bestätigung.',
  'Le certificat de matière sera envoyé dès réception du rapport d’essai.',
  'Adjuntamos los planos revisados según los comentarios del 3 de mayo.',
  'Can somebody confirm the inspection slot on Thursday?',
  'We still wait for the approved drawings before the steel can be ordered.',
  'The transport insurance is included up to the site gate.',
];
const FILES = [
  ['Quotation rev 2.pdf', 'application/pdf'],
  ['Maßblatt.pdf', 'application/pdf'],
  ['photo.jpg', 'image/jpeg'],
  ['schedule.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['drawing.dwg', 'application/octet-stream'],
] as const;

/** A repeatable source of numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Bytes that do not repeat within a message nor between messages. */
function bytes(name: string, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let n = 0; n * 64 < size; n++) blocks.push(createHash('sha512').update(`${name}:${n}`).digest());
  return Buffer.concat(blocks).subarray(0, size);
}

const base64Lines = (content: Buffer) => content.toString('base64').replace(/.{76}/g, '$&\r\n');
const encodedWord = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

function quotedPrintable(text: string): string {
  const encoded = text
    .split('\n')
    .map((line) =>
      [...Buffer.from(line)]
        .map((byte) =>
          byte >= 32 && byte < 127 && byte !== 61
            ? String.fromCharCode(byte)
            : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        )
        .join(''),
    )
    .map((line) => line.replace(/(.{70}[^=]{0,2})(?=.)/g, '$1=\r\n'));
  return encoded.join('\r\n');
}

function bodyText(pick: <T>(from: readonly T[]) => T, random: () => number, code: string | null): string {
  const paragraphs = Array.from({ length: 2 + Math.floor(random() * 12) }, () =>
    Array.from({ length: 2 + Math.floor(random() * 5) }, () => pick(SENTENCES)).join(' '),
  );
  const about = code ? `This is about ${code}.\n\n` : '';
  const quoted = random() < 0.5 ? paragraphs.map((line) => `> ${line}`).join('\n') : '';
  const reply = quoted ? `\n\nOn Mon, 2 Mar 2026 at 09:12, ${pick(PEOPLE)} wrote:\n${quoted}\n` : '';
  return `Dear all,\n\n${about}${paragraphs.join('\n\n')}\n\nBest regards\n${pick(PEOPLE)}\n-- \nVoltara Energy, Industriestraße 4${reply}`;
}

function part(type: string, encoding: string, body: string, more = ''): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n${more}\r\n${body}\r\n`;
}

function message(set: string, n: number, random: () => number): Buffer {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const code = random() < 0.6 ? `P-${String(1 + Math.floor(random() * 10_000)).padStart(5, '0')}` : null;
  const id = `${set}-${n}@vendor${1 + (n % 200)}.example`;
  const subject = `${random() < 0.4 ? 'Re: ' : ''}${pick(SENTENCES).slice(0, 50)}${code && random() < 0.5 ? ` ${code}` : ''}`;
  const text = bodyText(pick, random, code);
  const head = [
    `Received: from mail.vendor.example (192.0.2.${n % 250}) by mx.northgate.example; Mon, 2 Mar 2026 09:12:00 +0100`,
    `From: ${encodedWord(pick(PEOPLE))} <sales@vendor${1 + (n % 200)}.example>`,
    `To: person${1 + (n % 60)}@northgate.example`,
    `Cc: procurement@northgate.example, ${encodedWord(pick(PEOPLE))} <qa@vendor${1 + (n % 200)}.example>`,
    `Subject: ${encodedWord(subject)}`,
    `Date: Mon, ${1 + (n % 28)} Mar 2026 ${String(n % 24).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}:00 +0100`,
    `Message-ID: <${id}>`,
    ...(n > 10 && random() < 0.3 ? [`In-Reply-To: <${set}-${n - 7}@vendor${1 + ((n - 7) % 200)}.example>`] : []),
    'MIME-Version: 1.0',
  ].join('\r\n');
  const plain = part('text/plain; charset=utf-8', 'quoted-printable', quotedPrintable(text));
  if (random() < 0.3) return Buffer.from(`${head}\r\n${plain}`);
  const html = `<html><head><style>p{margin:0 0 8px}</style></head><body>${text
    .split('\n\n')
    .map((line) => `<p style="font-family:Calibri"><span lang="EN">${line.replace(/</g, '&lt;')}</span></p>`)
    .join('\r\n')}</body></html>`;
  const alternative = `Content-Type: multipart/alternative; boundary="alt-${n}"\r\n\r\n--alt-${n}\r\n${plain}--alt-${n}\r\n${part('text/html; charset=utf-8', 'base64', base64Lines(Buffer.from(html)))}--alt-${n}--\r\n`;
  if (random() < 0.45) return Buffer.from(`${head}\r\n${alternative}`);
  const files = Array.from({ length: 1 + Math.floor(random() * 2) }, (_, file) => {
    const [name, type] = pick(FILES);
    const size = 4_000 + Math.floor(random() ** 5 * 900_000);
    const more = `Content-Disposition: attachment; filename="${encodedWord(name)}"\r\n`;
    return `--mix-${n}\r\n${part(type, 'base64', base64Lines(bytes(`${set}:${n}:${file}`, size)), more)}`;
  });
  return Buffer.from(
    `${head}\r\nContent-Type: multipart/mixed; boundary="mix-${n}"\r\n\r\n--mix-${n}\r\n${alternative}${files.join('')}--mix-${n}--\r\n`,
  );
}

/** A message with one file of so many bytes. */
export function makeLargeMessage(n: number, size: number): Buffer {
  const head = `From: Anna Keller <sales@vendor1.example>\r\nTo: person1@northgate.example\r\nSubject: Large file ${n}\r\nMessage-ID: <large-${n}@vendor1.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="mix"\r\n\r\n--mix\r\n`;
  const file = part(
    'application/octet-stream',
    'base64',
    base64Lines(bytes(`large:${n}`, size)),
    `Content-Disposition: attachment; filename="drawing-${n}.dwg"\r\n`,
  );
  return Buffer.from(`${head}${part('text/plain', '7bit', 'The drawing.')}--mix\r\n${file}--mix--\r\n`);
}

/**
 * `count` messages as external mail is: plain, with HTML, with files, replies with quotes, in several languages, some
 * with package codes. Sizes are those of business mail: half below 20 kB without files, files of 4 kB to 900 kB, 100 kB on
 * average. `set` makes them different from those of another set and is always the same.
 */
export function makeMessages(set: string, count: number): Buffer[] {
  const random = numbers(createHash('sha256').update(set).digest().readUInt32LE());
  return Array.from({ length: count }, (_, n) => message(set, n, random));
}
