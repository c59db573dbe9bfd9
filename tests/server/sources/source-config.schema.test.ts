import { describe, expect, it } from 'vitest';
import { readEnv } from '../../../server/env.ts';
import { configuredSources } from '../../../server/sources/configured-sources.ts';

const account = { name: 'buyers', host: 'imap.example.com', user: 'buyers@example.com' };
const read = (values: Record<string, string>) => readEnv({ PMIS_ENV: 'test', ...values });
const withSources = (value: unknown) => read({ MAIL_SOURCES: JSON.stringify(value) });

it('an account takes no more than host and user; one object is a list of one', () => {
  const [only] = withSources(account).MAIL_SOURCES;
  expect(only).toEqual({
    ...account,
    tls: 'tls',
    auth: 'password',
    mailboxes: ['INBOX'],
    after: 'seen',
    flag: '$PMIS',
    moveTo: 'PMIS',
    pollSeconds: 60,
  });
  expect(withSources([account]).MAIL_SOURCES).toEqual([only]);
});

describe('what is wrong is named with its place', () => {
  it.each([
    ['[', /MAIL_SOURCES: .*JSON/],
    [JSON.stringify('x'), /MAIL_SOURCES/],
    [JSON.stringify([{ ...account, host: '' }]), /0\.host/],
    [JSON.stringify([{ ...account, name: 'My Box' }]), /0\.name.*lower-case/],
    [JSON.stringify([{ ...account, password: 'x' }]), /password/],
    [JSON.stringify([account, account]), /same name/],
    [JSON.stringify([{ ...account, auth: 'client_credentials' }]), /0\.tokenUrl[\s\S]*0\.clientId/],
    [JSON.stringify([{ ...account, after: 'delete' }]), /0\.after/],
    [JSON.stringify([{ ...account, after: 'move', moveTo: 'INBOX' }]), /0\.moveTo/],
    [JSON.stringify([{ ...account, mailboxes: ['A', 'A'] }]), /0\.mailboxes/],
    [JSON.stringify([{ ...account, since: 'yesterday' }]), /0\.since/],
    [JSON.stringify([{ ...account, pollSeconds: 0 }]), /0\.pollSeconds/],
  ])('%s', (MAIL_SOURCES, problem) => {
    expect(() => read({ MAIL_SOURCES })).toThrow(problem);
  });

  it('listeners and secrets', () => {
    expect(
      read({ MAIL_SMTP_LISTEN: '127.0.0.1:2525', MAIL_LMTP_LISTEN: ':24', MAIL_ACCEPT: 'a.example' }),
    ).toMatchObject({
      MAIL_SMTP_LISTEN: { host: '127.0.0.1', port: 2525 },
      MAIL_LMTP_LISTEN: { host: '0.0.0.0', port: 24 },
    });
    expect(read({ MAIL_SMTP_LISTEN: '[::1]:25', MAIL_ACCEPT: 'a.example' }).MAIL_SMTP_LISTEN).toEqual({
      host: '::1',
      port: 25,
    });
    for (const MAIL_SMTP_LISTEN of ['2525x', 'host:99999', 'host', 'a:b:25'])
      expect(() => read({ MAIL_SMTP_LISTEN }), MAIL_SMTP_LISTEN).toThrow('MAIL_SMTP_LISTEN');
    expect(() => read({ MAIL_SOURCE_SECRETS: '{"a":1}' })).toThrow('MAIL_SOURCE_SECRETS');
    expect(() => read({ MAIL_POSTMARK_SECRET: 'short' })).toThrow('MAIL_POSTMARK_SECRET');
  });
});

describe('what cannot work or is not safe is refused at the start', () => {
  const STRONG = 'Jx2mQ9v7Lr4Tz8Wb1Nc6Kd3Hf5Gs0YpA';
  const production = {
    PMIS_ENV: 'production',
    SECRET_KEY: STRONG,
    DATABASE_URL: `postgresql://pmis_app:${STRONG}@db:5432/pmis`,
    MAIL_ACCEPT: 'example.com',
    MAIL_AUTHSERV_ID: 'mx.example.com',
  };
  const clear = (host: string) => ({ MAIL_SOURCES: JSON.stringify({ ...account, host, tls: 'none' }) });

  it.each([
    [{ MAIL_SMTP_LISTEN: ':25', MAIL_ACCEPT: '' }, 'MAIL_ACCEPT'],
    [{ MAIL_LMTP_LISTEN: ':24', MAIL_ACCEPT: '' }, 'MAIL_ACCEPT'],
    [{ MAIL_SMTP_LISTEN: ':25', MAIL_AUTHSERV_ID: '' }, 'MAIL_AUTHSERV_ID'],
    [{ MAIL_TLS_KEY_FILE: '/key.pem' }, 'MAIL_TLS_CERT_FILE'],
    [{ MAIL_SMTP_RELAYS: 'relay.example.com' }, 'MAIL_SMTP_RELAYS'],
    [{ MAIL_SENDGRID_PUBLIC_KEY: 'bm8ga2V5' }, 'MAIL_SENDGRID_PUBLIC_KEY'],
    [clear('imap.example.com'), 'without encryption'],
  ])('%j', (change, problem) => {
    expect(() => readEnv({ ...production, ...change })).toThrow(problem);
  });

  it('and nothing else', () => {
    expect(readEnv({ ...production, MAIL_SMTP_LISTEN: ':25', ...clear('127.0.0.1') }).MAIL_SOURCES).toHaveLength(1);
    expect(read(clear('imap.example.com')).MAIL_SOURCES).toHaveLength(1);
  });
});

it('each mailbox is a source of its own; nothing that is off is named; no secret is shown', () => {
  expect(configuredSources(read({})).map(({ name }) => name)).toEqual(['api', 'ui']);
  const values = read({
    REDIS_URL: 'redis://localhost',
    MAIL_SOURCES: JSON.stringify([{ ...account, mailboxes: ['INBOX', 'Tenders'] }]),
    MAIL_SOURCE_SECRETS: '{"buyers":"top-secret"}',
    MAIL_SMTP_LISTEN: '127.0.0.1:25',
    MAIL_ACCEPT: 'example.com',
    MAIL_SMTP_RELAYS: '10.0.0.0/8',
    MAIL_LMTP_LISTEN: '127.0.0.1:24',
    MAIL_POSTMARK_SECRET: '0123456789abcdef',
    MAIL_MAILGUN_SIGNING_KEY: '0123456789abcdef',
    MAIL_SENDGRID_SECRET: '0123456789abcdef',
    MAIL_SES_TOPICS: 'arn:aws:sns:eu-west-1:1:t',
  });
  const sources = configuredSources(values);
  expect(sources.map(({ name }) => name)).toEqual([
    'api',
    'ui',
    'redis',
    'buyers/INBOX',
    'buyers/Tenders',
    'smtp',
    'smtp-relay',
    'lmtp',
    'postmark',
    'mailgun',
    'sendgrid',
    'ses',
  ]);
  expect(sources.map(({ title, target }) => `${title} ${target}`).join()).not.toMatch(/top-secret|0123456789abcdef/);
});
