import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];
const figures = readFileSync(path.join(root, 'server/metrics/log-figures.ts'), 'utf8');

const terraform = spawnSync('terraform', ['version'], { encoding: 'utf8' });
if (terraform.error) console.info('SKIPPED: terraform fmt (terraform is not installed)');

// What only a provider's schema can tell is told by `npm run prove:terraform`.
describe.each(['aws', 'gcp'])('deploy/%s', (cloud) => {
  const folder = path.join(root, 'deploy', cloud);
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  const text = files
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n')
    .replaceAll(/^\s*#.*$/gm, '');
  const example = readFileSync(path.join(folder, 'terraform.tfvars.example'), 'utf8');
  const blocks = [...text.matchAll(/^variable "(\w+)" \{\n([\s\S]*?)^\}/gm)].map((match) => [match[1]!, match[2]!]);
  const declared = blocks.map(([name]) => name!);

  it('each variable is declared with a type and a description, and used', () => {
    expect(blocks.filter(([, body]) => !/^ {2}type /m.test(body!) || !/^ {2}description /m.test(body!))).toEqual([]);
    expect(all(text, /\bvar\.(\w+)/g).sort()).toEqual([...declared].sort());
  });

  it('the example gives every variable that has no default, and none that does not exist', () => {
    const given = all(example, /^(\w+)\s+=/gm);
    expect(given.filter((name) => !declared.includes(name))).toEqual([]);
    const needed = blocks.filter(([, body]) => !/^ {2}default /m.test(body!)).map(([name]) => name!);
    expect(needed.filter((name) => !given.includes(name))).toEqual([]);
  });

  it('every reference names something that is declared, and every local value is used', () => {
    const declarations = (word: string) =>
      [...text.matchAll(new RegExp(`^${word} "(\\w+)" "(\\w+)"`, 'gm'))].map((match) => `${match[1]}.${match[2]}`);
    const known = [...declarations('resource'), ...declarations('data'), ...declarations('ephemeral')];
    const used = all(text, /\b((?:aws|google|random)_\w+\.\w+)/g);
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
    const locals = [...text.matchAll(/^locals \{\n([\s\S]*?)^\}/gm)].flatMap((match) =>
      all(match[1]!, /^ {2}(\w+)\s+=/gm),
    );
    expect(all(text, /\blocal\.(\w+)/g).sort()).toEqual(locals.sort());
  });

  it('no secret stands in it, and versions are pinned', () => {
    const plain =
      /(?:password|token|secret_key|secret_string|secret_data)\w* *= *"(?!\$|postgresql:\/\/\w+:\$|rediss:\/\/:\$)|AKIA|PRIVATE KEY/i;
    expect([text, example].flatMap((one) => one.split('\n')).filter((line) => plain.test(line))).toEqual([]);
    const versions = all(text, /source .*\n\s+version = "([^"]+)"/g);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(versions).toHaveLength(2);
  });

  it('each alarm names a runbook that exists, and the alarms of the issue are there', () => {
    const named = [...all(text, /docs\/runbooks\/([\w-]+)\.md/g), ...all(text, /runbook\s+= "([\w-]+)"/g)];
    const runbooks = [...named, ...all(/^ {2}runbooks = \{(.*)\}$/m.exec(text)?.[1] ?? '', /"([\w-]+)"/g)];
    expect(runbooks.filter((name) => !existsSync(path.join(root, `docs/runbooks/${name}.md`)))).toEqual([]);
    for (const needed of ['high-error-rate', 'high-cpu', 'high-memory', 'database-connections', 'queue-old', 'no-mail'])
      expect(runbooks).toContain(needed);
  });

  it('the figures that it makes metrics of are those that a worker logs', () => {
    const asked = all(/^ {2}figures\s+= toset\(\[(.*)\]\)/m.exec(text)![1]!, /"(\w+)"/g);
    const logged = all(/export type Figures = \{([\s\S]*?)\n\};/.exec(figures)![1]!, /^ {2}(\w+)\??:/gm);
    expect(asked.length).toBeGreaterThan(7);
    expect(asked.filter((name) => !logged.includes(name))).toEqual([]);
    expect(text).toContain('METRICS_LOG_SECONDS');
  });

  it.skipIf(terraform.error)('is formatted', () => {
    expect(spawnSync('terraform', ['fmt', '-check', folder], { encoding: 'utf8' }).stdout).toBe('');
  });
});
