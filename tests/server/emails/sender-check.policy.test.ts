import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { appRoot } from '../../../server/app-root.ts';
import { authenticationOf } from '../../../server/emails/auth-results.policy.ts';
import { mentionsBankDetails } from '../../../server/emails/bank-details.policy.ts';
import { domainOf, knownDomain, lookAlike, organisationOf } from '../../../server/emails/domain-likeness.policy.ts';
import { parseMessage } from '../../../server/emails/parse/parse-message.ts';
import {
  internalDomainsOf,
  isInternal,
  type Known,
  nameKey,
  senderMismatch,
} from '../../../server/emails/sender-check.policy.ts';

const OURS = 'northgate.example';
const VENDORS = ['voltara.example', 'hydrotec-pumps.example', 'zhonghe.example', 'site12.example', 'abb.example'];
const known: Known = {
  internalDomains: [OURS],
  internalAddresses: new Set([`elena.marsh@${OURS}`, 'contractor@gmail.com']),
  internalNames: new Set([nameKey('Elena Marsh'), nameKey('Bob')]),
  domains: [OURS, ...VENDORS].map(knownDomain),
};

describe('look-alike domains', () => {
  test.each([
    ['hydrotec-purnps.example', 'hydrotec-pumps.example'],
    ['v0ltara.example', 'voltara.example'],
    ['voltarra.example', 'voltara.example'],
    ['votlara.example', 'voltara.example'],
    ['voltara-energy.example', 'voltara.example'],
    ['voltara.example.net', 'voltara.example'],
    ['voltara.co', 'voltara.example'],
    ['mail.voltara.example.evil.test', 'voltara.example'],
    ['vоltara.example', 'voltara.example'],
    ['northgate-energy.example.net', OURS],
    ['zhongne.example', 'zhonghe.example'],
  ])('%s imitates %s', (domain, imitated) => expect(lookAlike(domain, known.domains)).toBe(imitated));

  test.each([
    'voltara.example',
    'mail.voltara.example',
    'site13.example',
    'abc.example',
    'gmail.com',
    'elektromont.example',
  ])('%s imitates nobody', (domain) => expect(lookAlike(domain, known.domains)).toBeNull());

  test('an organisation’s domain', () => {
    expect([
      organisationOf('mail.voltara.example'),
      organisationOf('a.b.co.uk'),
      domainOf('x@Y.Example.'),
      domainOf('root'),
    ]).toEqual(['voltara.example', 'b.co.uk', 'y.example', null]);
  });
});

describe('our own', () => {
  test('a colleague at a mailbox provider does not make everybody there one', () => {
    expect(internalDomainsOf([], ['a@gmail.com', `b@${OURS}`])).toEqual([OURS]);
    expect([
      isInternal('contractor@gmail.com', known),
      isInternal('other@gmail.com', known),
      isInternal(`x@sub.${OURS}`, known),
    ]).toEqual([true, false, true]);
  });
});

describe('reasons against a sender', () => {
  const sender = (from: string, name: string | null = null, more: Partial<Parameters<typeof senderMismatch>[0]> = {}) =>
    senderMismatch(
      {
        from: { name, address: from },
        replyTo: [],
        multipleFrom: false,
        authentication: 'unknown',
        bulk: false,
        ...more,
      },
      known,
    );

  test.each([
    ['an outsider under our name', sender('x@evil.test', 'Marsh, Elena')],
    ['an outsider who shows our address', sender('x@evil.test', `elena.marsh@${OURS}`)],
    ['a failed authentication', sender(`elena.marsh@${OURS}`, null, { authentication: 'fail' })],
    ['answers that go elsewhere', sender('eva@voltara.example', null, { replyTo: [{ address: 'eva@freemail.test' }] })],
    [
      'the same from a list in a vendor’s name',
      sender('eva@voltara.example', null, { replyTo: [{ address: 'eva@freemail.test' }], bulk: true }),
    ],
    ['two senders', sender('eva@voltara.example', null, { multipleFrom: true })],
  ])('%s', (_name, reasons) => expect(reasons).toHaveLength(1));

  test.each([
    ['a colleague', sender(`elena.marsh@${OURS}`, 'Elena Marsh')],
    ['a vendor', sender('eva@voltara.example', 'Eva')],
    ['a namesake by first name only', sender('bob@elsewhere.test', 'Bob')],
    ['answers to us', sender('eva@voltara.example', null, { replyTo: [{ address: `pmis@${OURS}` }] })],
    ['a stranger’s list', sender('news@weekly.test', null, { replyTo: [{ address: 'list@other.test' }], bulk: true })],
  ])('none: %s', (_name, reasons) => expect(reasons).toEqual([]));
});

describe('Authentication-Results', () => {
  const of = (...headers: string[]) => authenticationOf(headers, ['mx.northgate.example'], 'voltara.example');
  test.each([
    ['mx.northgate.example; spf=pass smtp.mailfrom=voltara.example; dmarc=pass header.from=voltara.example', 'pass'],
    ['MX.northgate.example 1; dmarc=fail (p=none; sp=none) header.from=voltara.example', 'fail'],
    ['mx.northgate.example; dkim=pass header.d=voltara.example; spf=fail smtp.mailfrom=list.test', 'pass'],
    ['mx.northgate.example; dkim=pass header.d=other.test; spf=fail smtp.mailfrom=x@voltara.example', 'fail'],
    ['mx.northgate.example; spf=softfail smtp.mailfrom=voltara.example', 'unknown'],
    ['mx.northgate.example; none', 'unknown'],
    ['mx.evil.test; dmarc=pass header.from=voltara.example', 'unknown'],
    ['x; y="mx.northgate.example; dmarc=pass"', 'unknown'],
  ])('%s is %s', (header, expected) => expect(of(header)).toBe(expected));

  test('what stands below the receiver’s own header may be forged', () => {
    expect(
      of(
        'mx.northgate.example; dmarc=fail header.from=voltara.example',
        'mx.northgate.example; dmarc=pass header.from=voltara.example',
      ),
    ).toBe('fail');
  });
});

test.each([
  ['IBAN DE89 3704 0044 0532 0130 00', true],
  ['please pay to DE89370400440532013000', true],
  ['Unsere Bankverbindung hat sich geändert', true],
  ['our bank details have changed', true],
  ['drawing DE89 3704 0044 0532 0130 01', false],
  ['the river bank is unstable; account for settlement', false],
])('bank details in "%s": %s', (text, expected) => expect(mentionsBankDetails(text)).toBe(expected));

const folder = path.resolve(appRoot, '../shared/ai/devset');
const present = existsSync(folder);
if (!present) console.info(`SKIPPED: senders of the developer set (${folder} is not there)`);

test.skipIf(!present)('the developer set: exactly its labelled senders are doubted', async () => {
  const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const world = read('world.json') as {
    internalDomain: string;
    users: { name: string; email: string }[];
    packages: { vendorDomain: string }[];
  };
  const facts: Known = {
    internalDomains: [world.internalDomain],
    internalAddresses: new Set(world.users.map(({ email }) => email)),
    internalNames: new Set(world.users.map(({ name }) => nameKey(name))),
    domains: [world.internalDomain, ...world.packages.map(({ vendorDomain }) => vendorDomain)].map(knownDomain),
  };
  const wrong: unknown[] = [];
  for (const { file, flags } of (read('labels.json') as { labels: { file: string; flags: string[] }[] }).labels) {
    const message = await parseMessage(readFileSync(path.join(folder, file)));
    const authentication = authenticationOf(
      message.authenticationResults,
      [`mx.${world.internalDomain}`],
      domainOf(message.from?.address),
    );
    const reasons = senderMismatch(
      {
        from: message.from,
        replyTo: message.replyTo,
        multipleFrom: message.multipleFrom,
        authentication,
        bulk: message.kind !== 'normal',
      },
      facts,
    );
    if (reasons.length > 0 !== flags.includes('sender_mismatch')) wrong.push({ file, reasons });
  }
  expect(wrong).toEqual([]);
});
