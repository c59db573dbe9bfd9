import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { simpleParser, type AddressObject } from 'mailparser';
import { afterAll, describe, expect, test } from 'vitest';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import type { ParsedMessage } from '../../../../server/emails/parse/parsed-message.ts';

type Expectation = {
  subject?: string;
  subjectStarts?: string;
  from: { address: string; name?: string } | null;
  messageId: string | null;
  inReplyTo: string | null;
  textContains: string[];
  attachments: string[];
  attachmentCount: [number, number];
  kind?: string;
  calendar?: string;
  replyText?: string;
  html?: boolean;
};
type Entry = { file: string; expect: Expectation; features: string[] };

// Third-party messages: read where they are, never copied into the repository.
const folder = path.resolve(import.meta.dirname, '../../../../../shared/emails');
const present = existsSync(path.join(folder, 'manifest.json'));
const entries: Entry[] = present ? JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')).messages : [];
if (!present)
  console.warn(`SKIPPED: the shared messages are not at ${folder}; the parser is tested on its own fixtures only.`);

const flat = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
const read = (file: string) => readFileSync(path.join(folder, file));

/** Everything the manifest states about a message and the parser does not say. */
function differences(wanted: Expectation, message: ParsedMessage): string[] {
  const names = message.attachments.map((file) => file.filename);
  const [least, most] = wanted.attachmentCount;
  const checks: [string, boolean, unknown][] = [
    ['subject', wanted.subject === undefined || flat(wanted.subject) === flat(message.subject), message.subject],
    ['subjectStarts', (message.subject ?? '').startsWith(wanted.subjectStarts ?? ''), message.subject?.slice(0, 100)],
    ['from', !wanted.from || wanted.from.address === message.from?.address, message.from],
    ['from name', !wanted.from?.name || wanted.from.name === message.from?.name, message.from],
    ['messageId', wanted.messageId === message.messageId, message.messageId],
    ['inReplyTo', wanted.inReplyTo === message.inReplyTo, message.inReplyTo],
    ...wanted.textContains.map((part): [string, boolean, unknown] => [
      `text ${part}`,
      flat(message.text).includes(flat(part)),
      message.text.slice(0, 200),
    ]),
    ...wanted.attachments.map((name): [string, boolean, unknown] => [
      `attachment ${name}`,
      names.includes(name),
      names,
    ]),
    ['attachmentCount', names.length >= least && names.length <= most, names],
    ['kind', (wanted.kind ?? 'normal') === message.kind, message.kind],
    ['calendar', !wanted.calendar || wanted.calendar === message.flags.calendar?.method, message.flags.calendar],
    ['replyText', wanted.replyText === undefined || wanted.replyText === message.replyText, message.replyText],
    ['html', !wanted.html || message.html !== null, null],
  ];
  return checks.filter(([, ok]) => !ok).map(([name, , got]) => `${name}: got ${JSON.stringify(got)}`);
}

const wrong: string[] = [];

describe.skipIf(!present)('the shared messages', () => {
  afterAll(() => {
    console.log(
      `${entries.length - wrong.length} of ${entries.length} shared messages wholly right${wrong.length > 0 ? `; not: ${wrong.join(', ')}` : ''}`,
    );
  });

  test.each(entries)('$file is read as the manifest states', async ({ file, expect: wanted }) => {
    const found = differences(wanted, await parseMessage(read(file)));
    if (found.length > 0) wrong.push(file);
    expect(found).toEqual([]);
  });

  // mailparser is the second opinion: same addresses, ids and bytes of named files
  test.each(entries)('$file agrees with mailparser', async ({ file }) => {
    const raw = read(file);
    const [ours, theirs] = await Promise.all([
      parseMessage(raw),
      simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true }),
    ]);
    const addresses = (list: AddressObject | AddressObject[] | undefined) =>
      [list ?? []]
        .flat()
        .flatMap((header) => header.value.flatMap((entry) => (entry.group ?? [entry]).map((one) => one.address)));
    if (addresses(theirs.to).every((address) => address)) {
      expect(ours.to.map((one) => one.address)).toEqual(addresses(theirs.to));
    }
    if (theirs.messageId && ours.messageId) expect(ours.messageId).toBe(theirs.messageId);
    for (const attachment of theirs.attachments) {
      if (/message\/|calendar|ms-tnef/.test(attachment.contentType) || file === 'malformed-base64-attachment.eml')
        continue;
      const hash = createHash('sha256').update(attachment.content).digest('hex');
      expect(
        ours.attachments.map((one) => one.sha256),
        attachment.filename ?? '',
      ).toContain(hash);
    }
  });
});
