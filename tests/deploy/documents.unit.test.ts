import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { registerAi } from '../../server/cli/ai.ts';
import { registerAudit } from '../../server/cli/audit.ts';
import { registerBackup } from '../../server/cli/backup.ts';
import type { CliContext } from '../../server/cli/context.ts';
import { registerDb } from '../../server/cli/db.ts';
import { registerDoctor } from '../../server/cli/doctor.ts';
import { registerEmail } from '../../server/cli/email.ts';
import { registerJobs } from '../../server/cli/jobs.ts';
import { registerSeed } from '../../server/cli/seed.ts';
import { registerSources } from '../../server/cli/sources.ts';
import { registerUsers } from '../../server/cli/users.ts';
import { ENV_SPEC } from '../../server/env.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))];
const below = (folder: string, end: RegExp) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => end.test(file));

const DOCUMENTS = [
  'DEPLOYMENT_GUIDE.md',
  'DEPLOYMENT_QUICK_REFERENCE.md',
  'SECURITY.md',
  'INTEGRATION_GUIDE.md',
  'README.md',
  'docs/scaling.md',
  'docs/disaster-recovery.md',
  'docs/architecture.md',
  'docs/assistant.md',
  ...below('docs/runbooks', /\.md$/).map((file) => `docs/runbooks/${file}`),
];

const program = new Command('pmis');
for (const register of [
  registerAi,
  registerAudit,
  registerBackup,
  registerDb,
  registerDoctor,
  registerEmail,
  registerJobs,
  registerSeed,
  registerSources,
  registerUsers,
])
  register(program, {} as CliContext);

/** What is wrong with the words after `pmis`: an unknown command, or an option that it does not have; null for nothing. */
function problemOf(words: string[]): string | null {
  if (words[0] === '--help') return null;
  let command: Command = program;
  const rest = [...words];
  while (command.commands.length > 0) {
    const next = command.commands.find((one) => one.name() === rest[0]);
    if (!next) return `there is no command ${rest[0] ?? ''} in ${command.name()}`;
    command = next;
    rest.shift();
  }
  const options = [...command.options.map((one) => one.long), '--json', '--help'];
  const unknown = rest.filter((word) => word.startsWith('--')).find((word) => !options.includes(word.split('=')[0]!));
  return unknown ? `${command.name()} has no ${unknown}` : null;
}

const sources = below('server', /\.ts$/)
  .map((file) => read(`server/${file}`))
  .join('\n');
const compose = read('docker-compose.prod.yml');
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);

describe.each(DOCUMENTS)('%s', (file) => {
  const text = read(file);

  it('links to files that exist', () => {
    const targets = all(text, /\]\((?!https?:|#|mailto:)([^)#\s]+)/g);
    expect(targets.filter((target) => !existsSync(path.resolve(root, path.dirname(file), target)))).toEqual([]);
  });

  it('names commands, options and npm scripts that exist', () => {
    const called = all(
      text,
      /(?:node build\/cli\.js|npx pmis|`pmis|\n\s*\.\/run-task\.sh migrate) ((?:[a-z-]+ ?)+(?:[^\n`|]*))/g,
    )
      .map((line) => line.replaceAll(/"[^"]*"|'[^']*'/g, 'X').replace(/(?: [;&|>#]| …|[,;)…']).*$/, ''))
      .map((line) => line.split(/\s+/).filter((word) => /^[a-z-]/.test(word)));
    expect(called.map(problemOf).filter(Boolean)).toEqual([]);
    expect(all(text, /npm run ([\w:-]+)/g).filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('names metrics that are told', () => {
    const named = all(text, /\b(pmis_[a-z]+_[a-z_]+)\b/g).map((name) => name.replace(/_(bucket|count|sum)$/, ''));
    const notMetrics = /^pmis_(owner|app|before_|env|web|worker|try)|^pmis_session/;
    expect(named.filter((name) => !notMetrics.test(name) && !sources.includes(name.replace(/_$/, '')))).toEqual([]);
  });

  it('shows shell that bash can read', () => {
    for (const [, indent, block] of text.matchAll(/^( *)```(?:bash|sh)[^\n]*\n([\s\S]*?)^ *```/gm)) {
      const script = block!.replaceAll(new RegExp(`^${indent}`, 'gm'), '').replaceAll('…', 'X');
      const done = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
      expect(done.status, `${done.stderr}\n${script}`).toBe(0);
    }
  });
});

it('the deployment documents name no variable that nothing reads', () => {
  const known = [
    ...Object.keys(ENV_SPEC),
    ...all(compose, /\$\{([A-Z][A-Z0-9_]+)/g),
    ...all(compose, /^\s+([A-Z_]+):/gm),
  ];
  const programs = ['backup.sh', 'Caddyfile'].map((file) => read(`deploy/compose/${file}`)).join('\n');
  // COMPOSE_ENV_FILES is Docker's.
  const elsewhere = `COMPOSE_ENV_FILES\n${programs}\n${read('Dockerfile')}\n${read('deploy/swarm/stack.yml')}\n${read('deploy/aws/services.tf')}`;
  for (const file of ['DEPLOYMENT_GUIDE.md', 'DEPLOYMENT_QUICK_REFERENCE.md', 'SECURITY.md', 'docs/scaling.md']) {
    const named = all(read(file), /`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g);
    expect(
      named.filter((name) => !known.includes(name) && !elsewhere.includes(name)),
      file,
    ).toEqual([]);
  }
});
