import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { ParseError } from '../../../../server/emails/parse/parsed-message.ts';
import { attachmentCases } from '../../../fixtures/mail/attachment-cases.ts';
import { bodyCases } from '../../../fixtures/mail/body-cases.ts';
import { clientCases } from '../../../fixtures/mail/client-cases.ts';
import { headerCases } from '../../../fixtures/mail/header-cases.ts';
import { kindCases } from '../../../fixtures/mail/kind-cases.ts';
import type { MailCase } from '../../../fixtures/mail/mail-case.ts';
import { peerCases } from '../../../fixtures/mail/peer-cases.ts';

const groups: [string, MailCase[]][] = [
  ['headers', headerCases],
  ['bodies', bodyCases],
  ['attachments', attachmentCases],
  ['kinds', kindCases],
  ['what other systems test', peerCases],
  ['how clients write', clientCases],
];

async function check({ raw, expect: wanted }: MailCase): Promise<void> {
  const parsing = parseMessage(Buffer.from(raw, 'latin1'));
  if (wanted.failure !== undefined) {
    const error = await parsing.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ParseError);
    expect((error as ParseError).code).toBe(wanted.failure);
    expect((error as ParseError).message).toMatch(/^[A-Z].*\.$/);
    return;
  }
  const message = await parsing;
  const {
    textContains,
    textLacks,
    htmlContains,
    htmlLacks,
    attachments,
    contents,
    malformed,
    flags,
    failure: _,
    ...exact
  } = wanted;
  for (const [field, value] of Object.entries(exact)) {
    expect(message[field as keyof typeof exact], field).toEqual(value);
  }
  for (const part of textContains ?? []) expect(message.text).toContain(part);
  for (const part of textLacks ?? []) expect(message.text).not.toContain(part);
  for (const part of htmlContains ?? []) expect(message.html).toContain(part);
  for (const part of htmlLacks ?? []) expect(message.html).not.toContain(part);
  if (attachments) expect(message.attachments.map((file) => file.filename)).toEqual(attachments);
  if (contents) expect(message.attachments.map((file) => Buffer.from(file.content).toString('utf8'))).toEqual(contents);
  if (malformed) expect(message.flags.malformed).toEqual(malformed);
  if (flags) expect(message.flags).toMatchObject(flags);
}

describe.each(groups)('own messages: %s', (_, cases) => {
  test.each(cases)('$name', check);
});
