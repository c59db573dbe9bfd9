import { sql } from 'kysely';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabase, type Db } from '../../../server/db.ts';
import type { DoctorLine, DoctorReport } from '../../../server/doctor/doctor.schema.ts';
import { runDoctor } from '../../../server/doctor/run-doctor.ts';
import { type Env, readEnv, setEnv } from '../../../server/env.ts';
import { createRedis } from '../../../server/redis.ts';
import { createTestDatabase, superuserUrl, type TestDatabase } from '../../setup/database.ts';
import { createStub } from '../../setup/llm-stub/server.mjs';
import { hasRedis, type OwnRedis, startOwnRedis } from '../../setup/own-redis.ts';
import { startS3Server } from '../../setup/s3-server.ts';
import { freePort, makeTestFolder } from '../../setup/services.ts';

const SECRETS = {
  SECRET_KEY: 'k7Jx2mQp9RtVb4NcWz8LyHs6DfGa3EuX',
  BACKUP_PASSPHRASE: 'seven lively otters juggle teapots',
  METRICS_TOKEN: 'mZ4vT9xKq2WnB7rLc5Yh',
};
let database: TestDatabase;
let ownerDb: Db;
let superuser: pg.Client;
let base: Env;
const dataDir = makeTestFolder('doctor');

beforeAll(async () => {
  database = await createTestDatabase();
  ownerDb = createDatabase(database.ownerUrl, { max: 2 }).db;
  const name = new URL(database.url).pathname.slice(1);
  superuser = new pg.Client({ connectionString: superuserUrl(name) });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await ownerDb.destroy();
  await database.drop();
});
beforeEach(async () => {
  vi.restoreAllMocks();
  base = readEnv({ DATABASE_URL: database.url, DATA_DIR: dataDir, ...SECRETS });
  setEnv(base);
  for (const table of ['workers', 'jobs', 'schedule_runs', 'backups', 'settings', 'mail_sources'])
    await sql`delete from ${sql.table(table)}`.execute(database.db);
});

type Given = Partial<Env> & { db?: Db; redis?: ReturnType<typeof createRedis>; thorough?: boolean; waiting?: number };

async function report({
  db = database.db,
  redis,
  thorough = false,
  waiting = 0,
  ...values
}: Given = {}): Promise<DoctorReport> {
  const env = { ...base, ...values };
  setEnv(env);
  return runDoctor({ env, db, redis: redis ?? null, waiting, thorough });
}

/** One line of the report; whatever its status but ok and off, it says how to mend it. */
async function line(id: string, given: Given = {}): Promise<Pick<DoctorLine, 'status' | 'says'>> {
  const { lines } = await report(given);
  const found = lines.find((one) => one.id === id)!;
  if (found.status === 'fail' || found.status === 'warn') expect(found.mend).toMatch(/\w{3}/);
  return { status: found.status, says: found.says };
}

const says = (status: DoctorLine['status'], text: RegExp) => ({ status, says: expect.stringMatching(text) });

it('has a line for each point of the list, in one sentence, none of them twice', async () => {
  const { lines, status } = await report();
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(30);
  expect(lines.filter(({ says: text }) => !/[.!)]$/.test(text)).map(({ id }) => id)).toEqual([]);
  expect(status).toBe('fail');
});

it('prints no secret', async () => {
  const password = 'p4ssw0rd-of-the-database';
  const url = new URL(database.url);
  url.password = password;
  const text = JSON.stringify([
    await report({ DATABASE_URL: url.href, PMIS_ENV: 'production', REDIS_URL: 'redis://:hushhush@127.0.0.1:1/0' }),
    await report({ db: createDatabase(`postgresql://pmis:${password}@127.0.0.1:1/pmis`).db }),
    await report({
      SECRET_KEY: 'change-me',
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: 1,
      MAIL_FROM: 'a@b.example',
      SMTP_PASSWORD: 'smtp-secret',
    }),
  ]);
  for (const secret of [...Object.values(SECRETS), password, 'hushhush', 'smtp-secret'])
    expect(text).not.toContain(secret);
});

describe('configuration', () => {
  it('environment and business time', async () => {
    expect(await line('mode', { PMIS_ENV: 'production' })).toEqual(says('ok', /production/));
    expect(await line('mode', { PMIS_ENV: 'development' })).toEqual(says('warn', /development/));
    expect(await line('business_time', { PMIS_NOW: '2026-03-05T09:00:00Z' })).toEqual(says('warn', /2026-03-05/));
  });

  it('secrets: defaults fail in production, weak and shared ones are warned of', async () => {
    expect(await line('secrets', { PMIS_ENV: 'production', SECRET_KEY: 'change-me' })).toEqual(says('fail', /refused/));
    expect(await line('secrets', { SECRET_KEY: 'change-me' })).toEqual(says('warn', /refused/));
    const strong = { DATABASE_URL: 'postgresql://a:Xk29fTq8Lm4Zw7Rv1Bc5@db/pmis' };
    expect(await line('secrets', strong)).toEqual(says('ok', /4 secrets/));
    expect(await line('secrets', { ...strong, METRICS_TOKEN: 'aaaaaaaaaaaaaaaaaaaaaaaa' })).toEqual(
      says('warn', /METRICS_TOKEN/),
    );
    expect(await line('secrets', { ...strong, METRICS_TOKEN: SECRETS.SECRET_KEY })).toEqual(says('warn', /twice/));
  });

  it('the age of secrets is known from when they were first seen, and begins anew with a new one', async () => {
    expect(await line('secrets_age')).toEqual(says('ok', /older than 1 day/));
    await sql`
      update settings set value = jsonb_set(value, '{METRICS_TOKEN,since}', to_jsonb(now() - interval '100 days'))
      where key = 'secretsSeen'`.execute(database.db);
    expect(await line('secrets_age')).toEqual(says('warn', /METRICS_TOKEN \(100\)/));
    expect(await line('secrets_age', { METRICS_TOKEN: 'another-token-altogether' })).toEqual(says('ok', /1 day/));
  });

  it('demo people in production', async () => {
    expect(await line('demo', { PMIS_ENV: 'production' })).toEqual(says('ok', /no demo/));
    await sql`insert into users (email, name, role) values ('alice@northgate.example', 'Alice', 'analyst')`.execute(
      database.db,
    );
    expect(await line('demo', { PMIS_ENV: 'production' })).toEqual(says('fail', /demo people/));
    await sql`delete from users where email = 'alice@northgate.example'`.execute(database.db);
  });
});

describe('database', () => {
  it('away: the report still comes, and says so', async () => {
    const { db } = createDatabase('postgresql://pmis:x@127.0.0.1:1/pmis', { max: 4 });
    const { lines, milliseconds } = await report({ db });
    expect(lines.find(({ id }) => id === 'database')).toMatchObject(says('fail', /does not answer: .*ECONNREFUSED/));
    expect(lines.find(({ id }) => id === 'queue')).toMatchObject(says('fail', /could not be looked at/));
    expect(milliseconds).toBeLessThan(10_000);
    await db.destroy();
  });

  it('well, and its migrations', async () => {
    expect(await line('database')).toEqual(says('ok', /PostgreSQL 1\d/));
    expect(await line('migrations')).toEqual(says('ok', /applied/));
    const { rows } = await superuser.query(
      'delete from kysely_migration where name = (select max(name) from kysely_migration) returning name, timestamp',
    );
    expect(await line('migrations')).toEqual(says('fail', new RegExp(rows[0].name)));
    await superuser.query('insert into kysely_migration values ($1, $2)', [rows[0].name, rows[0].timestamp]);
  });

  it('a role that owns the audit trail', async () => {
    expect(await line('audit_rights')).toEqual(says('ok', /cannot/));
    expect(await line('audit_rights', { db: ownerDb })).toEqual(says('warn', /owns/));
  });

  it('an index that a failed build left', async () => {
    expect(await line('indexes')).toEqual(says('ok', /usable/));
    await superuser.query(`update pg_index set indisvalid = false where indexrelid = 'jobs_ready_idx'::regclass`);
    expect(await line('indexes')).toEqual(says('fail', /jobs_ready_idx/));
    await superuser.query(`update pg_index set indisvalid = true where indexrelid = 'jobs_ready_idx'::regclass`);
  });

  it('connections, replication and clock', async () => {
    expect(await line('connections')).toEqual(says('ok', /of 200 connections/));
    expect(await line('connections', { waiting: 3 })).toEqual(says('warn', /3 queries/));
    expect(await line('replication')).toEqual(says('off', /No replica/));
    expect(await line('replication', { DATABASE_REPLICA_URL: database.url })).toEqual(says('warn', /no replica/));
    expect(await line('replication', { DATABASE_REPLICA_URL: 'postgresql://x:y@127.0.0.1:1/z' })).toEqual(
      says('warn', /does not answer/),
    );
    expect(await line('clock')).toEqual(says('ok', /agree/));
    const real = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => real() + 60_000);
    expect(await line('clock')).toEqual(says('fail', /(59|60)\.\d s behind/));
    vi.spyOn(Date, 'now').mockImplementation(() => real() - 5_000);
    expect(await line('clock')).toEqual(says('warn', /ahead/));
  });
});

if (!hasRedis) console.info('SKIPPED: what doctor says of Redis (redis-server is not installed)');
describe.skipIf(!hasRedis)('redis', () => {
  let own: OwnRedis;
  let redis: ReturnType<typeof createRedis>;
  beforeAll(async () => {
    own = await startOwnRedis();
    redis = createRedis(own.url, { blocking: true });
  });
  afterAll(async () => {
    redis.disconnect();
    await own.remove();
  });

  it('well, persistence, eviction, memory, and away', async () => {
    expect(await line('redis')).toEqual(says('off', /REDIS_URL is not set/));
    expect(await line('redis', { redis })).toEqual(says('ok', /answers/));
    expect(await line('redis_persistence', { redis })).toEqual(says('warn', /append-only/));
    await redis.config('SET', 'appendonly', 'yes');
    expect(await line('redis_persistence', { redis })).toEqual(says('ok', /append-only/));
    expect(await line('redis_memory', { redis })).toEqual(says('ok', /noeviction/));
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await line('redis_memory', { redis })).toEqual(says('fail', /allkeys-lru/));
    await redis.config('SET', 'maxmemory-policy', 'noeviction', 'maxmemory', '1000000');
    expect(await line('redis_memory', { redis })).toEqual(says('warn', /of 1 MB/));
    await own.crash();
    const away = createRedis(own.url);
    expect(await line('redis', { redis: away })).toEqual(says('fail', /does not answer/));
    away.disconnect();
  });
});

describe('network', () => {
  it('address, certificate, proxy, other sites', async () => {
    expect(await line('public_url')).toEqual(says('warn', /not set/));
    expect(await line('public_url', { PMIS_ENV: 'production', PUBLIC_URL: 'http://pmis.example' })).toEqual(
      says('fail', /in the clear/),
    );
    const https = { PUBLIC_URL: `https://127.0.0.1:${await freePort()}` };
    expect(await line('public_url', https)).toEqual(says('ok', /https/));
    expect(await line('tls', https)).toEqual(says('warn', /ECONNREFUSED/));
    expect(await line('tls')).toEqual(says('off', /not https/));
    expect(await line('proxy', https)).toEqual(says('warn', /TRUST_PROXY=0/));
    expect(await line('proxy', { ...https, TRUST_PROXY: 1 })).toEqual(says('ok', /1 proxy/));
    expect(await line('proxy', { TRUST_PROXY: 9 })).toEqual(says('warn', /is 9/));
    expect(await line('cors', { CORS_ORIGINS: ['*'] })).toEqual(says('fail', /\*/));
    expect(await line('cors', { CORS_ORIGINS: ['https://a.example/path'] })).toEqual(says('fail', /a\.example/));
    expect(await line('cors', { CORS_ORIGINS: ['http://a.example'] })).toEqual(says('warn', /without TLS/));
    expect(await line('cors', { CORS_ORIGINS: ['https://a.example'] })).toEqual(says('ok', /a\.example/));
  });
});

describe('services', () => {
  it('mail sources', async () => {
    expect(await line('mail_sources')).toEqual(says('off', /HTTP API/));
    const MAIL_SMTP_LISTEN = { host: '127.0.0.1', port: 2525 };
    expect(await line('mail_sources', { MAIL_SMTP_LISTEN })).toEqual(says('warn', /no sign of life/));
    await sql`
      insert into mail_sources (name, kind, failing_since, failures, last_error)
      values ('smtp', 'smtp', now() - interval '3 hours', 9, 'EADDRINUSE')`.execute(database.db);
    expect(await line('mail_sources', { MAIL_SMTP_LISTEN })).toEqual(says('fail', /EADDRINUSE/));
    await sql`update mail_sources set failing_since = null, last_ok_at = now()`.execute(database.db);
    expect(await line('mail_sources', { MAIL_SMTP_LISTEN })).toEqual(says('ok', /SMTP listener/));
  });

  it('the mail server is really signed in to', async () => {
    expect(await line('smtp')).toEqual(says('off', /SMTP_HOST/));
    const server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ password }, _session, done) =>
        password === 'right' ? done(null, { user: 'u' }) : done(new Error('no')),
    });
    server.on('error', () => undefined);
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const smtp = {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: port,
      SMTP_SECURE: 'none' as const,
      MAIL_FROM: 'pmis@a.example',
      SMTP_USER: 'u',
      thorough: true,
    };
    expect(await line('smtp', { ...smtp, SMTP_PASSWORD: 'right' })).toEqual(says('ok', /accepts our sign-in/));
    expect(await line('smtp', { ...smtp, SMTP_PASSWORD: 'wrong' })).toEqual(says('fail', /does not take us/));
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await line('smtp', smtp)).toEqual(says('fail', /ECONNREFUSED/));
  });

  it('the model really answers', async () => {
    expect(await line('model')).toEqual(says('off', /by rules/));
    const key = { OPENAI_API_KEY: 'sk-doctor', thorough: true };
    expect(await line('model', { ...key, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toEqual(
      says('fail', /does not answer/),
    );
    const stub = await createStub({ script: { rules: [], fallback: { text: 'ready' } } });
    expect(await line('model', { ...key, OPENAI_BASE_URL: stub.baseURL })).toEqual(says('ok', /answered in/));
    await stub.close();
    expect(await line('model', { ...key, thorough: false })).toEqual(says('ok', /set up/));
  });

  it('the bucket', async () => {
    expect(await line('bucket')).toEqual(says('off', /No bucket/));
    const s3 = await startS3Server();
    const on = { STORAGE: 's3' as const, ...s3.env };
    expect(await line('bucket', on)).toEqual(says('ok', /answers/));
    expect(await line('bucket', { ...on, S3_SECRET_ACCESS_KEY: 'another' })).toEqual(says('fail', /does not answer/));
    await s3.stop();
  }, 30_000);

  it('error tracking', async () => {
    expect(await line('sentry')).toEqual(says('off', /SENTRY_DSN/));
    expect(await line('sentry', { SENTRY_DSN: 'https://sentry.example/1' })).toEqual(says('fail', /no key/));
    expect(await line('sentry', { SENTRY_DSN: 'http://key@127.0.0.1:1/1', thorough: true })).toEqual(
      says('warn', /does not answer/),
    );
    expect(await line('sentry', { SENTRY_DSN: 'https://key@sentry.example/1' })).toEqual(says('ok', /sentry\.example/));
  });
});

describe('work', () => {
  it('workers and queue', async () => {
    expect(await line('worker')).toEqual(says('fail', /No worker/));
    await sql`insert into workers (name, version) values ('w', '0.0.1')`.execute(database.db);
    expect(await line('worker')).toEqual(says('warn', /another version/));
    expect(await line('queue')).toEqual(says('ok', /Nothing is due/));
    await sql`insert into jobs (kind, status) values ('clean_up', 'dead')`.execute(database.db);
    expect(await line('queue')).toEqual(says('warn', /1 job was given up/));
    await sql`insert into jobs (kind, run_at) values ('clean_up', now() - interval '10 minutes')`.execute(database.db);
    expect(await line('queue')).toEqual(says('warn', /10 min/));
    await sql`insert into jobs (kind, run_at) values ('clean_up', now() - interval '1 hour')`.execute(database.db);
    expect(await line('queue')).toEqual(says('fail', /60 min/));
  });

  it('overdue check and checkpoints', async () => {
    const OVERDUE_CRON = `${new Date(Date.now() - 3_600_000).getUTCMinutes()} ${new Date(Date.now() - 3_600_000).getUTCHours()} * * *`;
    expect(await line('overdue_check', { OVERDUE_CRON })).toEqual(says('fail', /did not run/));
    await sql`insert into schedule_runs (name, slot, worker, finished_at) values ('check_overdue', now(), 'w', now())`.execute(
      database.db,
    );
    expect(await line('overdue_check', { OVERDUE_CRON })).toEqual(says('ok', /It ran/));
    await sql`update schedule_runs set error = 'deadlock'`.execute(database.db);
    expect(await line('overdue_check', { OVERDUE_CRON })).toEqual(says('fail', /deadlock/));
    expect(await line('overdue_check', { OVERDUE_CRON: '0 0 30 2 *' })).toEqual(says('fail', /OVERDUE_CRON/));
    expect(await line('checkpoints')).toEqual(says('warn', /No checkpoint/));
  });

  it('backups and their proof', async () => {
    const production = { PMIS_ENV: 'production' as const };
    expect(await line('backup', production)).toEqual(says('fail', /ever taken/));
    expect(await line('backup_verified')).toEqual(says('off', /no backup/));
    await sql`
      insert into backups (name, started_at, finished_at, dump, place, bytes, encrypted, trigger)
      values ('pmis-x', now() - interval '3 days', now() - interval '3 days', 'copy', '/b', 2000000, false, 'command')`.execute(
      database.db,
    );
    expect(await line('backup', production)).toEqual(says('warn', /3 days old, and BACKUP_CRON/));
    expect(await line('backup', { ...production, BACKUP_CRON: '0 */2 * * *' }), 'due within two hours').toMatchObject({
      status: expect.stringMatching(/fail|ok/),
    });
    expect(
      await line('backup', {
        ...production,
        BACKUP_CRON: `${new Date().getUTCMinutes()} ${(new Date().getUTCHours() + 22) % 24} * * *`,
      }),
    ).toEqual(says('fail', /was not taken/));
    expect(await line('backup_verified')).toEqual(says('warn', /ever restored/));
    await sql`update backups set finished_at = now(), verified_at = now() - interval '40 days'`.execute(database.db);
    expect(await line('backup', production)).toEqual(says('ok', /0 s old \(2\.0 MB\)/));
    expect(await line('backup_verified')).toEqual(says('warn', /40 days ago/));
    await sql`update backups set verified_at = now()`.execute(database.db);
    expect(await line('backup_verified')).toEqual(says('ok', /trial/));
    await sql`insert into schedule_runs (name, slot, worker, error) values ('backup', now(), 'w', 'ENOSPC')`.execute(
      database.db,
    );
    expect(await line('backup')).toEqual(says('fail', /ENOSPC/));
  });

  it('disks', async () => {
    expect(await line('disk')).toEqual({
      status: expect.stringMatching(/ok|warn/),
      says: expect.stringMatching(/GB .* free/),
    });
    writeFileSync(join(dataDir, 'file'), '');
    expect(await line('disk', { DATA_DIR: join(dataDir, 'file', 'below') })).toEqual(says('fail', /cannot be written/));
    expect(await line('backup_disk')).toEqual(says('off', /takes no backups/));
    expect(await line('backup_disk', { BACKUP_DIR: join(dataDir, 'file', 'below') })).toEqual(
      says('fail', /cannot be written/),
    );
  });
});
