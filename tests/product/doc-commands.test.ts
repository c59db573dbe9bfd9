import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRoot } from '../../server/app-root.ts';
import { documentedCommands, pmisArguments } from '../deploy/doc-commands.ts';
import { drawing } from '../factories/mail.ts';
import { createTestDatabase, superuserUrl, type TestDatabase } from '../setup/database.ts';
import { type Product, runPmis, startProduct } from '../setup/product.ts';
import { makeTestFolder } from '../setup/services.ts';

const METRICS_TOKEN = 'scrape-me-scrape-me-scrape-me';
const MONTH = '2026-01';
const all = documentedCommands();
const folder = makeTestFolder('documented');
const trail = path.join(folder, 'trail.jsonl');
let database: TestDatabase;
let product: Product;
let tokens: { alice: string; charlie: string };

async function tokenOf(name: string): Promise<string> {
  const args = `token create --user ${name} --name documents --scopes read,write,admin --json`.split(' ');
  const said = await runPmis(product.env, ...args);
  return (JSON.parse(said.trim().split('\n').at(-1)!) as { token: string }).token;
}

beforeAll(async () => {
  database = await createTestDatabase();
  product = await startProduct({
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    env: {
      METRICS_TOKEN,
      BACKUP_DIR: path.join(folder, 'backups'),
      DATABASE_ADMIN_URL: superuserUrl(),
      // Nobody answers there: what is sent waits.
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'PMIS <pmis@northgate.example>',
    },
  });
  await runPmis(product.env, 'seed', '--demo');
  const [alice, charlie] = await Promise.all(['alice', 'charlie'].map((name) => tokenOf(`${name}@northgate.example`)));
  tokens = { alice: alice!, charlie: charlie! };
  for (const [i, name] of ['message.eml', 'mail.eml'].entries()) writeFileSync(path.join(folder, name), drawing(i));
  await sql`insert into jobs (kind, payload, status, attempts, max_attempts, finished_at, last_error)
    select 'read_email', '{}', 'dead', 4, 4, now(), 'broken' from generate_series(1, 8)`.execute(database.db);
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await database?.drop();
});

/** The id of a row as soon as there is one (the worker reads mail meanwhile), another one each time where `others`. */
const given: string[] = [];
async function someId(table: string, where: string, others = true): Promise<string> {
  const text = `select id from ${table} where ${where} and id <> all($1::uuid[]) limit 1`;
  const find = async () => {
    const query = CompiledQuery.raw(text, [others ? given : []]);
    return (await database.db.executeQuery<{ id: string }>(query)).rows[0]?.id;
  };
  await expect.poll(find, { timeout: 30_000, message: text }).toBeDefined();
  given.push((await find())!);
  return given.at(-1)!;
}

const run = all
  .filter(({ kind }) => kind === 'pmis' || kind === 'compose')
  .map(({ text }) => pmisArguments(text) ?? '');
const commands = [...new Set(run)].filter((args) => args !== '');
/** These end what the others need: they come last, in this order. */
const LAST = [/^backup restore/, /^db rollback/];
const isLast = (args: string) => LAST.some((one) => one.test(args));

/** What is not here to be asked for: exit code 1, and these words. */
const REFUSED: [RegExp, RegExp][] = [
  [/^doctor/, /fail {2}/],
  [/^ai replay/, /key is missing/],
  [/--if-due$/, /BACKUP_CRON/],
  [/^db slow/, /pg_stat_statements/],
  [/^audit partitions archive/, /2026-01/],
];

async function filledIn(args: string): Promise<string[]> {
  const job = args.endsWith(' ID') ? await someId('jobs', `status = 'dead'`) : '';
  const values: [RegExp, string][] = [
    [/ ?\[NAME\]/, ''],
    [/\bID$/, job],
    [/\bMONTH\b/, MONTH],
    [/--out FILE/, `--out ${path.join(folder, 'month.jsonl')}`],
    [/\b(?:FILE|trail\.jsonl)$/, trail],
    [/(--user|reset-password) \S+/, '$1 bob@northgate.example'],
    [/--email \S+/, `--email new-${commands.indexOf(args)}@company.example`],
    [/--name (?:"[^"]*"|\S+)/, '--name Somebody'],
  ];
  return values.reduce((text, [pattern, value]) => text.replace(pattern, value), args).split(' ');
}

async function expectRuns(args: string): Promise<void> {
  const command = [path.join(appRoot, 'build/cli.js'), ...(await filledIn(args))];
  const run = promisify(execFile)(process.execPath, command, { cwd: appRoot, env: product.env });
  const { code, stdout, stderr } = await run.then(
    (done) => ({ ...done, code: 0 }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  const words = REFUSED.find(([pattern]) => pattern.test(args))?.[1];
  if (words && code === 1) expect(stdout + stderr, args).toMatch(words);
  else expect(code, `pmis ${args}: ${stdout}${stderr}`).toBe(0);
}

it('each documented command of pmis runs', { timeout: 240_000 }, async () => {
  expect(commands.length).toBeGreaterThan(25);
  await runPmis(product.env, 'audit', 'export', '--out', trail);
  await runPmis(product.env, 'backup', 'create');
  const now = commands.filter((args) => !isLast(args));
  const lanes = [now.filter((args) => args.startsWith('backup')), now.filter((args) => !args.startsWith('backup'))];
  await Promise.all(
    lanes.map(async (lane) => {
      for (const args of lane) await expectRuns(args);
    }),
  );
});

const calls = all.filter(({ kind, text }) => kind === 'api' && text.startsWith('curl'));
const oldCurl = spawnSync('curl', ['--json', '{}', '--version']).status !== 0;
if (oldCurl) process.stdout.write('SKIPPED: the documented calls (curl 7.82 or newer is not installed)\n');

/** A fresh proposal: one's own can be amended and withdrawn, another person's decided. */
let proposals = 3;
async function proposal(by: 'alice' | 'charlie'): Promise<string> {
  const answer = await fetch(`${product.url}/api/packages/P-00${(proposals += 1)}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${tokens[by]}`, 'content-type': 'application/json' },
    body: '{"deliveryDate":"2027-06-30","reason":"revised programme"}',
  });
  const text = await answer.text();
  return /"code":"(AR-\d+)"/.exec(text)?.[1] ?? `no proposal: ${text}`;
}

/** The call with rows that it can be made for. */
async function onRows(text: string): Promise<string> {
  if (/AR-31/.test(text)) {
    const own = /withdraw|PATCH/.test(text);
    return text.replace('AR-31', await proposal(own ? 'charlie' : 'alice'));
  }
  const [, list, rest = ''] = /\/api\/(\w+)\/\$ID(\S*)"/.exec(text) ?? [];
  if (!list) return text;
  const attached = rest.startsWith('/attachments');
  const where: Record<string, string> = {
    tokens: `name = 'ERP'`,
    vendors: 'true',
    emails: attached ? 'id in (select email_id from attachments)' : `status = 'processed'`,
    suggestions: `status = 'open'`,
    jobs: `status = 'dead'`,
  };
  return text.replace('$ID', await someId(list, where[list]!, !attached));
}

describe.skipIf(oldCurl)('each documented call', () => {
  it.each(calls.map(({ file, text }) => [text, file]))('%s', async (text, file) => {
    const script = `${(await onRows(text)).replaceAll('localhost:3000', product.url)} -sS -w '\n%{http_code}'`;
    const env = { ...process.env, PMIS: product.url, TOKEN: tokens.charlie, PMIS_TOKEN: tokens.charlie, METRICS_TOKEN };
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder, env, maxBuffer: 2 ** 24 });
    expect(stdout.trim().split('\n').at(-1), `${file}: ${script}: ${stdout.slice(0, 600)}`).toMatch(/^20[0-4]$/);
  });
});

it('each documented statement runs in the database, and is taken back', async () => {
  const client = new pg.Client({
    connectionString: superuserUrl(new URL(database.url).pathname.slice(1)),
  });
  await client.connect();
  try {
    for (const { text } of all.filter(({ kind }) => kind === 'sql')) {
      await client.query('begin');
      await expect(client.query(text.replaceAll('(pid)', '(0)')), text).resolves.toBeDefined();
      await client.query('rollback');
    }
  } finally {
    await client.end();
  }
});

it(
  'after all the others: a restore, and the last migration taken back and applied again',
  { timeout: 120_000 },
  async () => {
    await product.stop();
    for (const one of LAST) await expectRuns(commands.find((args) => one.test(args))!);
    await runPmis(product.env, 'db', 'migrate');
  },
);
