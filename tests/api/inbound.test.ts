import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AppLoadContext } from '@remix-run/node';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as mailgun from '../../app/routes/api.inbound.mailgun.mime.ts';
import { closeDb } from '../../server/db.ts';
import { env, setEnv } from '../../server/env.ts';
import { receiveSes } from '../../server/sources/webhooks/ses.ts';
import { signedText, type SnsMessage } from '../../server/sources/webhooks/sns-message.ts';
import { makeCertificate } from '../setup/certificate.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { callEndpoint, type Sent } from './matrix/call-endpoint.ts';

const SECRET = 'a-long-webhook-secret';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:pmis-mail';
const CERTIFICATE = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';
const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

let database: TestDatabase;
let dir: string;
let sns: Server;
const asked: string[] = [];
let count = 0;

const basic = (password: string) => `Basic ${Buffer.from(`provider:${password}`).toString('base64')}`;
/** A call as it comes over HTTP: with the length of its body. */
const call = (name: string, sent: Sent) => {
  const body = typeof sent.body === 'string' || sent.body instanceof Uint8Array ? sent.body : JSON.stringify(sent.body);
  const headers = { ...sent.headers, 'content-length': String(Buffer.byteLength(body ?? '')) };
  return callEndpoint({ method: 'post', path: `/api/inbound/${name}` }, { ...sent, headers });
};

/** A raw message with bytes that are no UTF-8. */
const message = () => {
  count += 1;
  return Buffer.from(
    `From: ana@vendor.example\r\nTo: p@northgate.example\r\nSubject: Nr ${count}\r\n\r\nGr\xfc\xdfe`,
    'latin1',
  );
};
const stored = async () =>
  (
    await sql<{ raw: Buffer; name: string }>`
      select r.raw, e.mail_source as name from emails e join email_raws r on r.email_id = e.id
      order by e.received_at, e.id`.execute(database.db)
  ).rows;

async function storesNothing(calls: Promise<{ status: number }>[], status: number) {
  const before = (await stored()).length;
  for (const answer of await Promise.all(calls)) expect(answer.status).toBe(status);
  expect(await stored()).toHaveLength(before);
}

function form(fields: Record<string, string | Buffer>): { body: Uint8Array; headers: Record<string, string> } {
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(`--b0undary\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return {
    body: Buffer.concat([...parts, Buffer.from('--b0undary--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=b0undary' },
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  setEnv({
    DATABASE_URL: database.url,
    REDIS_URL: undefined,
    MAIL_POSTMARK_SECRET: SECRET,
    MAIL_MAILGUN_SIGNING_KEY: SECRET,
    MAIL_SENDGRID_PUBLIC_KEY: sendgridKeys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    MAIL_SENDGRID_SECRET: undefined,
    MAIL_SES_TOPICS: [TOPIC],
  });
  dir = mkdtempSync(path.join(tmpdir(), 'pmis-sns-'));
  makeCertificate(dir, 'sns');
  sns = createServer((req, res) => {
    asked.push(req.url!);
    res.end(readFileSync(path.join(dir, 'cert.pem')));
  });
  await new Promise<void>((resolve) => sns.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  sns.close();
  rmSync(dir, { recursive: true, force: true });
  await closeDb();
  await database.drop();
});

describe('Postmark', () => {
  const post = (raw: string, password = SECRET) =>
    call('postmark', { body: { From: 'x', RawEmail: raw }, headers: { authorization: basic(password) } });

  it('stores the raw message, once; 200 after it is committed', async () => {
    const raw = 'From: ana@vendor.example\r\nSubject: Grüße\r\n\r\nHello';
    const first = await post(raw);
    expect([first.status, first.body]).toMatchObject([200, { status: 'received' }]);
    expect((await stored()).at(-1)).toMatchObject({ raw: Buffer.from(raw), name: 'postmark' });
    expect((await post(raw)).body).toMatchObject({ id: first.body!.id, duplicate: true });
  });

  it('401 without its password, told without reading the body; 422 without RawEmail, 400 for no JSON', async () => {
    await storesNothing([post('x', 'wrong'), post('x', ''), call('postmark', { body: { RawEmail: 'x' } })], 401);
    const authorization = basic(SECRET);
    await storesNothing([call('postmark', { body: { From: 'x' }, headers: { authorization } })], 422);
    await storesNothing([call('postmark', { body: '{', headers: { authorization } })], 400);
  });
});

describe('Mailgun', () => {
  const signed = (token: string, at = Math.floor(Date.now() / 1000), key = SECRET) => ({
    timestamp: String(at),
    token,
    signature: createHmac('sha256', key).update(`${at}${token}`).digest('hex'),
  });

  it('stores the bytes of body-mime from either form', async () => {
    const raw = message();
    expect((await call('mailgun/mime', form({ ...signed('t1'), 'body-mime': raw }))).status).toBe(200);
    expect((await stored()).at(-1)).toEqual({ raw, name: 'mailgun' });
    const other = message();
    const encoded = [...other].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const { timestamp, token, signature } = signed('t2');
    const body = `timestamp=${timestamp}&token=${token}&signature=${signature}&body-mime=${encoded}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await call('mailgun/mime', { body, headers })).status).toBe(200);
    expect((await stored()).at(-1)).toEqual({ raw: other, name: 'mailgun' });
  });

  it('a token is good for one message; the same message again is a repeat', async () => {
    const raw = message();
    const fields = { ...signed('t3'), 'body-mime': raw };
    expect((await call('mailgun/mime', form(fields))).status).toBe(200);
    expect((await call('mailgun/mime', form(fields))).body).toMatchObject({ duplicate: true });
    await storesNothing([call('mailgun/mime', form({ ...fields, 'body-mime': message() }))], 401);
  });

  it('401 for a forged, missing or old signature; 415, 400 and 422 for what is no such form', async () => {
    const old = Math.floor(Date.now() / 1000) - 13 * 3600;
    const raw = message();
    const forged = [
      { ...signed('f1', undefined, 'another-signing-key'), 'body-mime': raw },
      { ...signed('f2'), token: 'f3', 'body-mime': raw },
      { ...signed('f4', old), 'body-mime': raw },
      { 'body-mime': raw },
    ];
    await storesNothing(
      forged.map((fields) => call('mailgun/mime', form(fields))),
      401,
    );
    await storesNothing([call('mailgun/mime', form({ ...signed('f5'), 'body-plain': 'x' }))], 422);
    await storesNothing([call('mailgun/mime', { body: { a: 1 } })], 415);
    const cut = form({ ...signed('f6'), 'body-mime': raw });
    await storesNothing([call('mailgun/mime', { ...cut, body: cut.body.subarray(0, -20) })], 400);
  });
});

describe('SendGrid', () => {
  const post = (raw: Buffer, change: { key?: typeof sendgridKeys.privateKey; altered?: Buffer } = {}) => {
    const { body, headers } = form({ to: 'p@northgate.example', email: raw });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = sign(
      'sha256',
      Buffer.concat([Buffer.from(timestamp), body]),
      change.key ?? sendgridKeys.privateKey,
    );
    return call('sendgrid', {
      body: change.altered ? form({ to: 'x', email: change.altered }).body : body,
      headers: {
        ...headers,
        'x-twilio-email-event-webhook-signature': signature.toString('base64'),
        'x-twilio-email-event-webhook-timestamp': timestamp,
      },
    });
  };

  it('stores the raw message byte for byte', async () => {
    const raw = message();
    expect((await post(raw)).status).toBe(200);
    expect((await stored()).at(-1)).toEqual({ raw, name: 'sendgrid' });
  });

  it('401 for another key, an altered body or no signature', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const unsigned = call('sendgrid', form({ email: message() }));
    await storesNothing([post(message(), { key: privateKey }), post(message(), { altered: message() }), unsigned], 401);
  });

  it('by a password in the URL where that is configured', async () => {
    const publicKey = env().MAIL_SENDGRID_PUBLIC_KEY;
    setEnv({ MAIL_SENDGRID_PUBLIC_KEY: undefined, MAIL_SENDGRID_SECRET: SECRET });
    const { body, headers } = form({ email: message() });
    const by = (password: string) =>
      call('sendgrid', { body, headers: { ...headers, authorization: basic(password) } });
    await storesNothing([by('wrong'), call('sendgrid', { body, headers })], 401);
    expect((await by(SECRET)).status).toBe(200);
    setEnv({ MAIL_SENDGRID_PUBLIC_KEY: publicKey, MAIL_SENDGRID_SECRET: undefined });
  });
});

describe('Amazon SES', () => {
  /** SNS of this test: what it asks of amazonaws.com is answered on loopback. */
  const loopback: typeof fetch = (input, init) => {
    const { pathname, search } = new URL(String(input));
    return fetch(`http://127.0.0.1:${(sns.address() as { port: number }).port}${pathname}${search}`, init);
  };
  const notice = (change: Partial<SnsMessage> = {}, content: object = {}): SnsMessage => {
    const unsigned: SnsMessage = {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: TOPIC,
      Subject: 'Amazon SES Email Receipt Notification',
      Message: JSON.stringify({
        notificationType: 'Received',
        receipt: { action: { type: 'SNS', topicArn: TOPIC, encoding: 'BASE64' } },
        content: message().toString('base64'),
        ...content,
      }),
      Timestamp: new Date().toISOString(),
      SignatureVersion: '2',
      Signature: '',
      SigningCertURL: CERTIFICATE,
      ...change,
    };
    const hash = unsigned.SignatureVersion === '2' ? 'sha256' : 'sha1';
    const Signature = sign(hash, Buffer.from(signedText(unsigned)), readFileSync(path.join(dir, 'key.pem')));
    return { ...unsigned, Signature: Signature.toString('base64') };
  };
  const receive = (body: object, getObject?: Parameters<typeof receiveSes>[1]) =>
    receiveSes(
      {
        db: database.db,
        values: env(),
        headers: new Headers(),
        body: async () => Buffer.from(JSON.stringify(body)),
        fetch: loopback,
      },
      getObject,
    );

  it('stores the content of a signed notification, by either signature version', async () => {
    for (const SignatureVersion of ['1', '2'] as const) {
      expect(await receive(notice({ SignatureVersion }))).toMatchObject({ status: 'received' });
      const { raw, name } = (await stored()).at(-1)!;
      expect([name, raw.toString('latin1')]).toEqual(['ses', expect.stringContaining('Gr\xfc\xdfe')]);
    }
    const plain = { receipt: { action: { type: 'SNS', encoding: 'UTF8' } }, content: 'Subject: ü\r\n\r\nx' };
    await receive(notice({}, plain));
    expect((await stored()).at(-1)!.raw.toString()).toBe('Subject: ü\r\n\r\nx');
  });

  it('fetches what SES put into S3, in the region of the topic', async () => {
    const places: object[] = [];
    const raw = message();
    const action = { type: 'S3', topicArn: TOPIC, bucketName: 'mail', objectKey: 'in/abc' };
    await receive(notice({}, { receipt: { action }, content: undefined }), async (place) => (places.push(place), raw));
    expect(places).toEqual([{ bucket: 'mail', key: 'in/abc', region: 'eu-west-1' }]);
    expect((await stored()).at(-1)).toEqual({ raw, name: 'ses' });
  });

  it('confirms the subscription of a configured topic only, and only at SNS', async () => {
    const subscription = {
      Type: 'SubscriptionConfirmation',
      Token: 'tok',
      Subject: undefined,
      SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=tok`,
    } as const;
    expect(await receive(notice(subscription))).toEqual({ confirmed: true });
    expect(asked.at(-1)).toBe('/?Action=ConfirmSubscription&Token=tok');
    const before = asked.length;
    const elsewhere = { ...subscription, SubscribeURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/' };
    await expect(receive(notice(elsewhere))).rejects.toMatchObject({ code: 'unauthenticated' });
    const unknown = { ...subscription, TopicArn: `${TOPIC}-2` };
    await expect(receive(notice(unknown))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(asked).toHaveLength(before);
  });

  it('refuses what SNS did not sign, and fetches no certificate from elsewhere', async () => {
    const good = notice();
    const before = [(await stored()).length, asked.length];
    const forged: object[] = [
      { ...good, Message: good.Message.replace('Received', 'received') },
      { ...good, Signature: Buffer.alloc(256).toString('base64') },
      ...[
        'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
        'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
        'http://sns.eu-west-1.amazonaws.com/a.pem',
        'https://sns.eu-west-1.amazonaws.com:444/a.pem',
        'https://user@sns.eu-west-1.amazonaws.com/a.pem',
        'https://s3.eu-west-1.amazonaws.com/a.pem',
        'https://sns.eu-west-1.amazonaws.com/a.txt',
      ].map((SigningCertURL) => notice({ SigningCertURL })),
    ];
    for (const one of forged) await expect(receive(one)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(receive({ Type: 'Notification' })).rejects.toMatchObject({ code: 'bad_request' });
    const bounce = notice({ Message: JSON.stringify({ notificationType: 'Bounce' }) });
    await expect(receive(bounce)).rejects.toMatchObject({ code: 'invalid' });
    expect([(await stored()).length, asked.length]).toEqual(before);
  });
});

it('bodies under way have a limit together: 503, and room again when they have ended', async () => {
  const stalled = Array.from({ length: 2 }, () => {
    let finish = () => undefined as void;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        finish = () => controller.close();
      },
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const init = { method: 'POST', headers, body, duplex: 'half' };
    const request = new Request('http://pmis.test/api/inbound/mailgun/mime', init as RequestInit);
    return { answer: mailgun.action({ request, params: {}, context: {} as AppLoadContext }), end: () => finish() };
  });
  const small = () => call('mailgun/mime', form({ a: 'b' }));
  const before = await small();
  expect([before.status, before.body?.error?.code]).toEqual([503, 'unavailable']);
  for (const { end, answer } of stalled) {
    end();
    expect((await answer).status).toBe(401);
  }
  expect((await small()).status).toBe(401);
});

it('what is not configured is not there, GET is not possible, and what is turned away is counted', async () => {
  const off = { MAIL_POSTMARK_SECRET: undefined, MAIL_MAILGUN_SIGNING_KEY: undefined };
  setEnv({ ...off, MAIL_SENDGRID_PUBLIC_KEY: undefined, MAIL_SES_TOPICS: [] });
  for (const name of ['postmark', 'mailgun/mime', 'sendgrid', 'ses'])
    expect((await call(name, { body: {} })).status, name).toBe(404);
  const got = await call('ses', { method: 'GET' });
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const { rows } = await sql<{ refused: number; error: string }>`
    select refused, last_error as error from mail_sources where name = 'mailgun'`.execute(database.db);
  expect(rows).toEqual([{ refused: 11, error: expect.stringMatching(/^\S.{9}/) }]);
});
