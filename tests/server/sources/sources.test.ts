import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SystemActor } from '../../../server/actor.ts';
import { createDatabase } from '../../../server/db.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { env, setEnv } from '../../../server/env.ts';
import { checkHealth } from '../../../server/health/check-health.ts';
import { systemMetrics } from '../../../server/metrics/system-metrics.ts';
import { addTrustedReceiver } from '../../../server/settings/settings.queries.ts';
import { configuredSources } from '../../../server/sources/configured-sources.ts';
import { watchMailbox } from '../../../server/sources/imap/watch-mailbox.ts';
import { listSources, readSources } from '../../../server/sources/list-sources.ts';
import { mailSourcesInput } from '../../../server/sources/source-config.schema.ts';
import { addRefused, setSourceFailed, setSourceOk } from '../../../server/sources/source.queries.ts';
import { testSource } from '../../../server/sources/test-source.ts';
import { watchSources } from '../../../server/sources/watch-sources.ts';
import { createWorld } from '../../factories/governance.ts';
import { drain } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { type Dovecot, dovecotMissing, startDovecot } from '../../setup/dovecot.ts';

const SYSTEM: SystemActor = { kind: 'system', name: 'test', via: 'cli' };
const missing = dovecotMissing();
if (missing) process.stdout.write(`SKIPPED tests/server/sources/sources.test.ts, its IMAP part: ${missing}\n`);

let database: TestDatabase;
let measured: ReturnType<typeof createDatabase>;
const before = env();

beforeAll(async () => {
  database = await createTestDatabase();
  measured = createDatabase(database.url, { max: 1 });
  setEnv({ DATABASE_URL: database.url, REDIS_URL: undefined, MAIL_SOURCE_DOWN_MINUTES: 10, MAIL_SILENT_HOURS: 0 });
});
afterEach(async () => {
  setEnv({ MAIL_SOURCES: [], MAIL_SOURCE_SECRETS: undefined, MAIL_SMTP_LISTEN: undefined, MAIL_SILENT_HOURS: 0 });
  await sql`delete from mail_source_messages`.execute(database.db);
  await sql`delete from mail_sources`.execute(database.db);
});
afterAll(async () => {
  setEnv(before);
  await measured.db.destroy();
  await database.drop();
});

const accounts = (...all: object[]) => mailSourcesInput.parse(JSON.stringify(all));
const BUYERS = { name: 'buyers', host: '127.0.0.1', port: 9, tls: 'none', user: 'b@northgate.example' };
const INBOX = { name: 'buyers/INBOX', kind: 'imap' } as const;

describe('how a source stands', () => {
  it('retrying, down, works again; the list, health and metrics agree', async () => {
    const { db } = database;
    setEnv({ MAIL_SOURCES: accounts(BUYERS) });
    const stands = async () => {
      const { items } = await listSources(db, SYSTEM);
      const metrics = await systemMetrics({ db, pool: measured.pool, redis: null });
      const up = /^pmis_mail_source_up\{source="buyers\/INBOX",kind="imap"\} (\S+)$/m.exec(metrics)?.[1];
      const { checks, status } = await checkHealth(db);
      return [items.find(({ name }) => name === INBOX.name)!.state, up, checks.mail, status];
    };
    expect(await stands()).toEqual(['retrying', '0.5', 'ok', 'degraded']);
    await setSourceFailed(db, INBOX, 'It is away.', 5_000);
    await setSourceFailed(db, INBOX, 'It is still away.', 9_000);
    expect(await stands()).toEqual(['retrying', '0.5', 'ok', 'degraded']);
    const [, , failing] = await readSources(db);
    expect(failing).toMatchObject({
      failures: 2,
      lastError: 'It is still away.',
      says: 'Failed 2 times in a row; it is tried again.',
    });
    expect(Date.parse(failing!.nextTryAt!) - Date.parse(failing!.lastErrorAt!)).toBeCloseTo(9_000, -3);
    await sql`update mail_sources set failing_since = now() - interval '11 minutes'`.execute(db);
    expect(await stands()).toEqual(['down', '0', 'fail', 'degraded']);
    await setSourceOk(db, INBOX);
    expect(await stands()).toEqual(['ok', '1', 'ok', 'degraded']);
    const [, , works] = await readSources(db);
    expect(works).toMatchObject({ failures: 0, nextTryAt: null, lastError: 'It is still away.' });
  });

  it('counts what came by each way, and what was turned away', async () => {
    const { db } = database;
    setEnv({ MAIL_POSTMARK_SECRET: '0123456789abcdef' });
    await receiveEmail(db, SYSTEM, { raw: Buffer.from('Subject: 1\r\n\r\nx'), source: 'api' });
    for (const n of [2, 3])
      await receiveEmail(db, SYSTEM, {
        raw: Buffer.from(`Subject: ${n}\r\n\r\nx`),
        source: 'webhook',
        mailSource: 'postmark',
      });
    await addRefused(db, { name: 'postmark', kind: 'postmark' }, 3, 'The password in the URL is wrong.');
    await addRefused(db, { name: 'postmark', kind: 'postmark' }, 1, 'RawEmail is missing.');
    const items = await readSources(db);
    expect(items.map(({ name, lastDay }) => [name, lastDay])).toEqual([
      ['api', 1],
      ['ui', 0],
      ['postmark', 2],
    ]);
    expect(items[2]).toMatchObject({ refused: 4, lastError: 'RawEmail is missing.', state: 'ok' });
    expect(items[1]!.lastMailAt).toBeNull();
    setEnv({ MAIL_POSTMARK_SECRET: undefined });
  });

  it('too long a silence degrades where hours are set', async () => {
    const { db } = database;
    expect((await checkHealth(db)).checks.mail).toBe('off');
    setEnv({ MAIL_SILENT_HOURS: 2 });
    expect((await checkHealth(db)).checks.mail).toBe('ok');
    await sql`update emails set received_at = now() - interval '3 hours'`.execute(db);
    expect((await checkHealth(db)).checks.mail).toBe('fail');
  });

  it('the silence of one account degrades by its own hours', async () => {
    const { db } = database;
    setEnv({ MAIL_SOURCES: accounts({ ...BUYERS, silentHours: 5 }) });
    await setSourceOk(db, INBOX);
    expect((await checkHealth(db)).checks.mail).toBe('ok');
    await receiveEmail(db, SYSTEM, { raw: Buffer.from('Subject: s\r\n\r\nx'), source: 'imap', mailSource: INBOX.name });
    await sql`update emails set received_at = now() - interval '4 hours'`.execute(db);
    expect((await checkHealth(db)).checks.mail).toBe('ok');
    await sql`update emails set received_at = now() - interval '5 hours'`.execute(db);
    expect((await checkHealth(db)).checks.mail).toBe('fail');
    const [, , inbox] = await readSources(db);
    expect(inbox).toMatchObject({ state: 'ok', silent: true, says: 'Works. No mail for more than 5 h.' });
  });
});

describe('findings about the sender', () => {
  it('ours are believed only on what came straight to our SMTP listener; there nobody else’s are', async () => {
    const { db } = database;
    const parser = createMessageParser();
    await createWorld(db);
    await db.transaction().execute((tx) => addTrustedReceiver(tx, 'mx.northgate.example'));
    setEnv({ MAIL_AUTHSERV_ID: 'pmis.northgate.example' });
    const results: unknown[] = [];
    for (const authserv of ['pmis.northgate.example', 'mx.northgate.example'])
      for (const mailSource of ['smtp', 'smtp-relay', 'lmtp', 'buyers/INBOX', 'postmark']) {
        const raw = Buffer.from(
          `Authentication-Results: ${authserv}; dmarc=pass header.from=vendor.example\r\nFrom: a@vendor.example\r\nSubject: ${authserv} ${mailSource}\r\n\r\nHello.`,
        );
        const { id } = await receiveEmail(db, SYSTEM, { raw, source: 'smtp', mailSource });
        await drain(db, parser);
        const { rows } = await sql<{
          result: string;
        }>`select auth_result as result from emails where id = ${id}`.execute(db);
        results.push(`${authserv.split('.')[0]} ${mailSource} ${rows[0]!.result}`);
      }
    await parser.close();
    expect(results).toEqual([
      'pmis smtp pass',
      'pmis smtp-relay unknown',
      'pmis lmtp unknown',
      'pmis buyers/INBOX unknown',
      'pmis postmark unknown',
      'mx smtp unknown',
      'mx smtp-relay pass',
      'mx lmtp pass',
      'mx buyers/INBOX pass',
      'mx postmark pass',
    ]);
  });
});

describe('the worker’s listener', () => {
  it('listens, says that it does, and is found working; without recipients nothing is taken', async () => {
    const { db } = database;
    setEnv({ MAIL_SMTP_LISTEN: { host: '127.0.0.1', port: 0 } });
    const sources = watchSources({ db, worker: 'w', values: env() });
    await vi.waitFor(async () =>
      expect(await testSource(db, SYSTEM, { name: 'smtp' })).toMatchObject({ works: true, says: 'Listens.' }),
    );
    await sources.stop();
  });

  it('an address that cannot be listened on is shown and tried again', async () => {
    const { db } = database;
    setEnv({ MAIL_SMTP_LISTEN: { host: '192.0.2.1', port: 25 } });
    const sources = watchSources({ db, worker: 'w', values: env() });
    await vi.waitFor(async () => {
      const smtp = (await readSources(db)).find(({ name }) => name === 'smtp');
      expect(smtp).toMatchObject({ state: 'retrying', lastError: expect.stringMatching(/EADDRNOTAVAIL|listen/) });
    });
    await sources.stop();
  });
});

it('refuses an unknown name, and who may not', async () => {
  await expect(testSource(database.db, SYSTEM, { name: 'nothing' })).rejects.toMatchObject({ code: 'invalid' });
  setEnv({ MAIL_SOURCES: accounts(BUYERS) });
  const without = await testSource(database.db, SYSTEM, { name: 'buyers/INBOX' });
  expect(without).toMatchObject({ works: false, says: 'MAIL_SOURCE_SECRETS has no entry for buyers.' });
  setEnv({ MAIL_SOURCE_SECRETS: { buyers: 'secret' } });
  const away = await testSource(database.db, SYSTEM, { name: 'buyers/INBOX' });
  expect(away).toMatchObject({ works: false, says: 'Nothing answers at that host and port.' });
});

describe.skipIf(missing !== null)('IMAP with tokens', () => {
  let dovecot: Dovecot;
  let idp: Server;
  let given = 0;
  const asked: string[] = [];

  /** Gives tokens by client credentials, and tells Dovecot whether one is good. */
  beforeAll(async () => {
    idp = createServer((req, res) => {
      let body = '';
      req.on('data', (data: Buffer) => (body += data.toString()));
      req.on('end', () => {
        const fields = new URLSearchParams(body);
        const answer = (status: number, value: object) =>
          res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
        if (req.url === '/introspect') {
          const active = fields.get('token') === `token-${given}`;
          return answer(200, { active, username: 'tokens@northgate.example' });
        }
        if (fields.get('grant_type') === 'refresh_token') asked.push(fields.get('refresh_token')!);
        if (fields.get('client_secret') !== 'the-secret') return answer(401, { error: 'invalid_client' });
        given += 1;
        return answer(200, {
          access_token: `token-${given}`,
          token_type: 'Bearer',
          expires_in: 3600,
          refresh_token: `refresh-${given}`,
        });
      });
    });
    await new Promise<void>((resolve) => idp.listen(0, '127.0.0.1', resolve));
    dovecot = await startDovecot({ tokenUrl: `${idpUrl()}/introspect` });
  });
  afterAll(async () => {
    await dovecot.stop();
    idp.close();
  });
  const idpUrl = () => `http://127.0.0.1:${(idp.address() as { port: number }).port}`;
  const account = (change: object) => ({
    name: 'tokens',
    host: '127.0.0.1',
    port: dovecot.port,
    tls: 'none',
    user: 'tokens@northgate.example',
    auth: 'client_credentials',
    tokenUrl: `${idpUrl()}/token`,
    clientId: 'pmis',
    ...change,
  });
  const attempt = async (change: { name?: string; auth?: string }, secret: string) => {
    const name = change.name ?? 'tokens';
    setEnv({ MAIL_SOURCES: accounts(account(change)), MAIL_SOURCE_SECRETS: { [name]: secret } });
    return testSource(database.db, SYSTEM, { name: `${name}/INBOX` });
  };

  it('fetches a token, keeps it until it ends, and fetches another when it is refused', async () => {
    expect(await attempt({}, 'the-secret')).toMatchObject({ works: true, mailboxes: ['INBOX'] });
    await attempt({}, 'the-secret');
    expect(given).toBe(1);
    given += 1;
    expect(await attempt({}, 'the-secret')).toMatchObject({ works: false, says: expect.stringMatching(/refused/) });
    expect(await attempt({}, 'the-secret')).toMatchObject({ works: true });
    expect(given).toBe(3);
  });

  it('takes a token as it is given; says so where none is given out', async () => {
    expect(await attempt({ auth: 'token' }, `token-${given}`)).toMatchObject({ works: true });
    const refused = await attempt({ name: 'others' }, 'another-secret');
    expect(refused).toMatchObject({ works: false, says: expect.stringMatching(/gave no token: it answered 401/) });
  });

  it('reads the mailbox with it', async () => {
    setEnv({ MAIL_SOURCES: accounts(account({})), MAIL_SOURCE_SECRETS: { tokens: 'the-secret' } });
    const [source] = configuredSources(env()).filter(({ imap }) => imap);
    const watch = watchMailbox({ db: database.db, worker: 'w', source: { name: source!.name, imap: source!.imap! } });
    await vi.waitFor(async () => {
      const one = (await readSources(database.db)).find(({ name }) => name === 'tokens/INBOX');
      expect(one?.state).toBe('ok');
    }, 5_000);
    await watch.stop();
  });

  it('fetches a token for a refresh token, and uses the one that is given in its place', async () => {
    const signIn = async () => {
      const refreshed = account({ name: 'refreshed', auth: 'refresh_token' });
      const secrets = { refreshed: 'refresh-0', 'refreshed:client': 'the-secret' };
      setEnv({ MAIL_SOURCES: accounts(refreshed), MAIL_SOURCE_SECRETS: secrets });
      return testSource(database.db, SYSTEM, { name: 'refreshed/INBOX' });
    };
    expect(await signIn()).toMatchObject({ works: true });
    const second = `refresh-${given}`;
    given += 1;
    expect(await signIn()).toMatchObject({ works: false });
    expect(await signIn()).toMatchObject({ works: true });
    expect(asked).toEqual(['refresh-0', second]);
  });
});
