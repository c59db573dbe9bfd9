import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ENV_SPEC } from '../../server/env.ts';
import { commandsIn, documentedCommands, type CommandKind } from './doc-commands.ts';

const all = documentedCommands();
const of = (kind: CommandKind) => all.filter((one) => one.kind === kind);
const folder = mkdtempSync(path.join(tmpdir(), 'pmis-documented-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of the documents', () => {
  it('are each run by somebody, or marked as needing a cloud or a person', () => {
    expect(of('unknown').map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
    for (const [kind, atLeast] of Object.entries({ pmis: 30, api: 50, sql: 5, compose: 30, npm: 10, cloud: 5 }))
      expect(of(kind as CommandKind).length, kind).toBeGreaterThanOrEqual(atLeast);
  });

  it('that are scripts of npm exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const { file, text } of of('npm')) {
      const name = /^npm run (\S+)/.exec(text)?.[1];
      if (name) expect(scripts[name], `${file}: ${text}`).toBeDefined();
    }
  });

  it('that set variables set ones that exist', () => {
    const compose = readFileSync(path.resolve(import.meta.dirname, '../../docker-compose.prod.yml'), 'utf8');
    const asked = [...compose.matchAll(/\$\{(\w+)/g)].map((match) => match[1]!);
    const known = [...Object.keys(ENV_SPEC), ...asked, 'PMIS', 'TOKEN'];
    for (const { file, text } of of('setting')) expect(known, `${file}: ${text}`).toContain(text.split('=', 1)[0]);
  });

  it('that a shell alone can run make what they say: .env.prod with strong secrets for everything that compose asks', () => {
    const script = of('shell').map(({ text }) => text);
    const run = spawnSync('bash', ['-euc', script.join('\n')], { cwd: folder, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    const made = readFileSync(path.join(folder, '.env.prod'), 'utf8');
    const names = [...made.matchAll(/^([A-Z_]+)=\S{30,}$/gm)].map((match) => match[1]);
    const compose = readFileSync(path.resolve(import.meta.dirname, '../../docker-compose.prod.yml'), 'utf8');
    const asked = new Set([...compose.matchAll(/\$\{(\w+):\?/g)].map((match) => match[1]!));
    expect(asked.size).toBeGreaterThan(2);
    for (const name of asked) expect(names).toContain(name);
  });
});

it('a block’s lines are joined and here-documents kept, marks and prose are seen', () => {
  const text = [
    '```bash\na \\\n  b # why\n# only words\ncat > f <<END\nX=1\nEND\n```',
    '```bash cloud\npmis db status\n```',
    'Say `pmis doctor`, not `pmis` or `other thing`.',
    '```sql\nselect 1;\n```',
    '```json\nselect 2\n```',
  ].join('\n\n');
  expect(commandsIn('x.md', text).map(({ kind, text: one }) => [kind, one])).toEqual([
    ['unknown', 'a  b'],
    ['shell', 'cat > f <<END\nX=1\nEND'],
    ['cloud', 'pmis db status'],
    ['sql', 'select 1;'],
    ['pmis', 'pmis doctor'],
  ]);
});
