import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPackageRow, createWorld } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';
import { freePort } from '../setup/services.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'deploy/observability');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const rules = read('alert-rules.yml');
const recording = read('recording-rules.yml');
const dashboard = read('grafana-dashboard.json');

const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];
/** Names of series in expressions: of PMIS, of Node and of the process. */
const SERIES = /\b((?:pmis|nodejs|process)_[a-z0-9_]+)\b/g;
const recorded = all(recording, /record: (\S+)/g);

const runbooks = readdirSync(path.join(root, 'docs/runbooks')).map((file) => read(`../../docs/runbooks/${file}`));
const expressions = [
  ...all(rules + recording, /^ *expr: '(.*)'$/gm),
  ...all(rules + recording, /^ *expr: ([^'|\n].*)$/gm),
  ...all(rules + recording, /^ *expr: \|\n((?: {10}.*\n)+)/gm),
  ...all(dashboard, /"expr": "((?:[^"\\]|\\.)*)"/g).map((text) => JSON.parse(`"${text}"`) as string),
  ...runbooks.flatMap((text) => all(text, /```promql\n([\s\S]*?)```/g)),
  ...runbooks.flatMap((text) => all(text, /`((?:sum|max|pmis_)[^`]*[({][^`]*)`/g)),
];

/** The nodes of an expression by Prometheus' own grammar: what each is called, and its text. */
function nodesOf(expression: string): { name: string; text: string; wrong: boolean }[] {
  const nodes: { name: string; text: string; wrong: boolean }[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, from, to, type }) =>
      void nodes.push({ name, text: expression.slice(from, to), wrong: type.isError }),
  });
  return nodes;
}

describe('alerts and their runbooks', () => {
  const alerts = all(rules, /- alert: (\S+)/g);
  const named = all(rules, /runbook_url: (\S+)/g);

  it('each alert names a runbook of its own that exists, says what to look at and how to mend it', () => {
    expect(alerts.length).toBeGreaterThan(20);
    expect(named.length).toBe(alerts.length);
    for (const [n, file] of named.entries()) {
      const text = readFileSync(path.join(root, file), 'utf8');
      for (const part of [`# ${alerts[n]}`, '## What it means', '## Look', '## Mend'])
        expect(text, file).toContain(part);
    }
  });

  it('what a runbook refers to exists', () => {
    for (const file of readdirSync(path.join(root, 'docs/runbooks'))) {
      const text = readFileSync(path.join(root, 'docs/runbooks', file), 'utf8');
      for (const target of all(text, /\]\(([^)#]+\.md)\)/g))
        expect(existsSync(path.resolve(root, 'docs/runbooks', target)), `${file} → ${target}`).toBe(true);
    }
  });

  it('rules and dashboard use recorded series that are recorded', () => {
    const used = all(rules + dashboard, /\b(pmis:(?!jobs:)[a-z0-9_:]+)/g);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !recorded.includes(name))).toEqual([]);
  });
});

it('every expression of rules, dashboard and runbooks is PromQL', () => {
  expect(expressions.length).toBeGreaterThan(60);
  expect(expressions.filter((one) => nodesOf(one).some(({ wrong }) => wrong))).toEqual([]);
});

const promtool = process.env.PROMTOOL ?? 'promtool';
const why = spawnSync(promtool, ['--version']).status === 0 ? null : 'promtool is not installed';
if (why) console.info(`SKIPPED: promtool on rules and their tests (${why})`);

it.skipIf(why)('promtool accepts configuration, rules and their tests', () => {
  for (const args of [
    ['check', 'rules', 'alert-rules.yml', 'recording-rules.yml'],
    ['test', 'rules', 'alert-rules.test.yml'],
    ['check', 'config', '--syntax-only', 'prometheus.yml'],
  ]) {
    const done = spawnSync(promtool, args, { cwd: folder, encoding: 'utf8' });
    expect(done.status, done.stdout + done.stderr).toBe(0);
  }
});

describe('against /metrics of the running product', () => {
  let database: TestDatabase;
  let product: Product;

  beforeAll(async () => {
    database = await createTestDatabase();
    const world = await createWorld(database.db);
    const token = await createBearer(database.db, world.charlie, ['read', 'write', 'admin']);
    product = await startProduct({
      databaseUrl: database.url,
      redisUrl: process.env.TEST_REDIS_URL,
      env: {
        MAIL_SMTP_LISTEN: `127.0.0.1:${await freePort()}`,
        MAIL_ACCEPT: 'example.com',
        LOG_LEVEL: 'info',
        METRICS_LOG_SECONDS: '1',
      },
    });
    const body = JSON.stringify({
      message_id: '<m@example.org>',
      sender: 'a@example.org',
      subject: 'Hi',
      body: 'Hello',
    });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    expect((await fetch(`${product.url}/api/emails`, { method: 'POST', headers, body })).status).toBe(202);
    expect((await fetch(`${product.url}/api/packages`)).status).toBe(401);
    await createPackageRow(database.db, world);
    await sql`
      insert into backups (name, started_at, finished_at, dump, place, bytes, encrypted, trigger, verified_at)
      values ('b', now(), now(), 'copy', '/b', 1, false, 'command', now())`.execute(database.db);
  });
  afterAll(async () => {
    await product?.stop();
    await database?.drop();
  });

  it('every series that rules and dashboard ask for is told', async () => {
    const told = async () => {
      const text = await (await fetch(`${product.url}/metrics`)).text();
      return new Set(all(text, /^([a-z0-9_]+)[{ ]/gm));
    };
    await expect.poll(told, { timeout: 15_000 }).toContain('pmis_job_seconds');
    const present = await told();
    const used = all(`${rules}\n${recording}\n${dashboard}`, SERIES);
    const withoutRedis = (name: string) => Boolean(process.env.TEST_REDIS_URL) || !name.startsWith('pmis_redis_');
    expect(used.length).toBeGreaterThan(30);
    expect(used.filter(withoutRedis).filter((name) => !present.has(name))).toEqual([]);
  });

  it('every label that an expression asks for is one of its series', async () => {
    const text = await (await fetch(`${product.url}/metrics`)).text();
    const labels = new Map<string, Set<string>>();
    for (const [, name, pairs] of text.matchAll(/^([a-z0-9_]+)(?:\{(.*)\})? /gm)) {
      const known = labels.get(name!) ?? new Set(['job', 'instance']);
      labels.set(name!, new Set([...known, ...all(pairs ?? '', /(\w+)="/g)]));
    }
    for (const one of expressions) {
      const nodes = nodesOf(one);
      const of = (name: string) => nodes.filter((node) => node.name === name).map((node) => node.text);
      const told = of('Identifier').flatMap((name) => [...(labels.get(name) ?? [])]);
      if (told.length > 0) expect(told, one).toEqual(expect.arrayContaining(of('LabelName')));
    }
  });

  it('a worker logs the figures that clouds make metrics of, one JSON line each time', async () => {
    const lines = () =>
      product
        .output()
        .split('\n')
        .filter((line) => line.includes('"msg":"figures"'));
    const last = () => JSON.parse(lines().at(-1) ?? '{}') as unknown;
    await expect.poll(() => lines().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(2);
    const figures = {
      queueDue: expect.any(Number),
      workers: 1,
      jobsDead: 0,
      mailLastReceivedSeconds: expect.any(Number),
    };
    await expect.poll(last, { timeout: 30_000 }).toMatchObject({ service: 'worker', figures });
  });
});
