import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const inFolder = (folder: string) =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);

/** Every document that tells somebody to run something. */
const DOCUMENTS = [
  'DEPLOYMENT_GUIDE.md',
  'DEPLOYMENT_QUICK_REFERENCE.md',
  'INTEGRATION_GUIDE.md',
  'README.md',
  'SECURITY.md',
]
  .concat(inFolder('docs'))
  .concat(inFolder('docs/runbooks'));

/**
 * What runs it: `pmis` the built command line in `npm test`, `api` curl against the built server there, `shell` bash there,
 * `sql` a superuser of its database there, `npm` a script that must exist, `setting` variables that must exist, `compose`
 * test-prod-compose.sh, `image` the same (they are its containers' programs), `cloud` nobody here (a block marked so, or a
 * cloud's or a swarm's own program), `person` somebody at a terminal (a block marked so, a program that asks, one that writes
 * into the checkout).
 */
export type CommandKind =
  'pmis' | 'api' | 'sql' | 'shell' | 'npm' | 'setting' | 'compose' | 'image' | 'cloud' | 'person' | 'unknown';
type DocCommand = { file: string; text: string; kind: CommandKind; block: boolean };

const PROGRAM =
  /^(?:npx )?(?:pmis|docker|kubectl|npm|curl|node|terraform|aws|gcloud|openssl|redis-cli|promtool|select|alter|create|grant)\b/;
const RULES: [CommandKind, RegExp][] = [
  ['cloud', /^(?:kubectl|terraform|aws|gcloud)\b|^docker (?:stack|service|secret|exec)\b/],
  ['person', /^redis-cli\b|^node --heapsnapshot|^docker .*exec \S+$|\\password|^pmis db make\b/],
  ['image', /^node build\/(?:server|worker|healthcheck)\.js$/],
  ['compose', /^docker\b|^curl http:\/\/(?:127\.0\.0\.1:3000|\$\(docker)/],
  ['compose', /^export COMPOSE_/],
  ['pmis', /^(?:npx )?pmis\b|^node build\/cli\.js\b/],
  ['api', /^(?:export PMIS_TOKEN=.*|curl\b.*)$/s],
  ['api', /^export (?:PMIS|TOKEN|ID)=/],
  ['npm', /^npm (?:start|test|ci|run [\w:-]+)\b/],
  ['sql', /^(?:select|alter|create|grant) /],
  ['setting', /^[A-Z][A-Z0-9_]+=\S/],
  ['shell', /^(?:umask|cat|openssl)\b/],
];

function kindOf(text: string, info: string): CommandKind {
  const marked = /\b(cloud|person)\b/.exec(info)?.[1] as 'cloud' | 'person' | undefined;
  return marked ?? RULES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown';
}

/** The commands of a block: continued lines are one, and a here-document is part of its command. */
function commandsOf(block: string): string[] {
  const commands: string[] = [];
  const lines = block.replaceAll(/\\\n\s*/g, ' ').split('\n');
  for (let i = 0; i < lines.length; i++) {
    let text = lines[i]!.replace(/ +# .*$/, '').trim();
    if (!text || text.startsWith('#')) continue;
    const end = /<<(\w+)$/.exec(text)?.[1];
    while (end && i + 1 < lines.length) {
      text += `\n${lines[++i]!.trim()}`;
      if (lines[i]!.trim() === end) break;
    }
    commands.push(text);
  }
  return commands;
}

/** Every command of a document: those of its bash and SQL blocks, and what stands in code within a sentence and is a whole one. */
export function commandsIn(file: string, text: string): DocCommand[] {
  const fence = /^( *)```(\w*)([^\n]*)\n([\s\S]*?)^ *```/gm;
  const found = [...text.matchAll(fence)].flatMap(([, , language, info, body]) => {
    const commands = language === 'bash' ? commandsOf(body!) : language === 'sql' ? [body!.trim()] : [];
    return commands.map((one) => ({ file, text: one, kind: kindOf(one, info!), block: true }));
  });
  const prose = text.replaceAll(fence, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!.trim());
  const whole = spans.filter((code) => PROGRAM.test(code) && code.includes(' ') && !code.includes('…'));
  return [...found, ...whole.map((one) => ({ file, text: one, kind: kindOf(one, ''), block: false }))];
}

/** Every command of every document. */
export function documentedCommands(): DocCommand[] {
  return DOCUMENTS.flatMap((file) => commandsIn(file, readFileSync(path.join(root, file), 'utf8')));
}

/** The arguments that a documented command gives `pmis`, also within `docker compose exec`; null: it is another program. */
export function pmisArguments(text: string): string | null {
  return /(?:^(?:npx )?pmis|\bnode build\/cli\.js)\b\s*(.*)$/.exec(text)?.[1] ?? null;
}
