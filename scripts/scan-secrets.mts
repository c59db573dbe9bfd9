// `node --import tsx scripts/scan-secrets.mts`: looks for secrets in every tracked file (or, outside a repository, in every file that
// .gitignore would leave). A line that only looks like one says so in ALLOWED below, with why. Exit code 1: one was found.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { appRoot } from '../server/app-root.ts';

export type Finding = { file: string; line: number; kind: string; shown: string };

/** What a secret looks like; the group `secret`, or all of it, is the secret itself. */
const KINDS: { kind: string; pattern: RegExp }[] = [
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\n|\s)*(?<secret>[\w+/=]{20,})/g },
  { kind: 'AWS key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { kind: 'GitHub token', pattern: /\b(?:gh[pousr]_\w{36,}|github_pat_\w{40,})/g },
  { kind: 'GitLab token', pattern: /\bglpat-[\w-]{20,}/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'Slack token', pattern: /\bxox[abeprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/g },
  { kind: 'Stripe key', pattern: /\b[rs]k_live_\w{20,}/g },
  { kind: 'Google key', pattern: /\bAIza[\w-]{35}\b|\bya29\.[\w-]{20,}/g },
  { kind: 'model key', pattern: /\bsk-(?:ant-|proj-|svcacct-)?[\w-]{32,}/g },
  { kind: 'SendGrid key', pattern: /\bSG\.[\w-]{16,}\.[\w-]{16,}/g },
  { kind: 'Sentry token', pattern: /\bsntry[su]_[\w=+/-]{40,}/g },
  { kind: 'PMIS token', pattern: /\bpmis_[\w-]{43}(?![\w-])/g },
  { kind: 'signed web token', pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g },
  { kind: 'password in an address', pattern: /\b[a-z][a-z0-9+]{2,}:\/\/[^\s:/@'"`<>]*:(?<secret>[^\s@/'"`<>]{6,})@/gi },
  {
    kind: 'secret in a setting',
    pattern:
      /\b\w*(?:secret|passw(?:or)?d|passphrase|token|api_?key|private_?key)\w*['"]?\s*[:=]\s*['"]?(?<secret>[A-Za-z0-9+/_=-]{20,})['"]?(?![\w(.])/gi,
  },
];
/** Kinds whose pattern also fits words: only what is random enough for a key is told. */
const FUZZY = ['password in an address', 'secret in a setting'];

/** Files that hold what looks like a secret and is none, with why. */
const ALLOWED: { file: RegExp; kinds: string[]; why: string }[] = [
  {
    file: /^tests\/server\/doctor\/run-doctor\.test\.ts$/,
    kinds: FUZZY,
    why: 'the doctor judges the strength of secrets: these were made for its test alone',
  },
];

/** Bits a character, after Shannon: words of a language have 2.5 to 3.5, 24 random characters of base64 over 4. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

/** A name, path, placeholder or repeated character rather than a key. */
function looksRandom(secret: string): boolean {
  if (/^\$|[{}…*]|^(?:change|example|placeholder)/i.test(secret)) return false;
  const hex = /^[0-9a-f]+$/i.test(secret);
  if (hex) return secret.length >= 20 && entropy(secret) > 3;
  const mixed = /\d/.test(secret) && /[a-z]/.test(secret) && /[A-Z]/.test(secret);
  return mixed && secret.length >= 16 && entropy(secret) > 3.7;
}

/** The secrets in one file's text. What is shown of each is its first four characters. */
export function secretsIn(file: string, text: string): Finding[] {
  const found: Finding[] = [];
  for (const { kind, pattern } of KINDS) {
    if (ALLOWED.some((one) => one.kinds.includes(kind) && one.file.test(file))) continue;
    for (const match of text.matchAll(pattern)) {
      const secret = match.groups?.secret ?? match[0];
      if (FUZZY.includes(kind) && !looksRandom(secret)) continue;
      const line = text.slice(0, match.index).split('\n').length;
      found.push({ file, line, kind, shown: `${secret.slice(0, 4)}… (${secret.length} characters)` });
    }
  }
  return found;
}

const LEFT_OUT = new Set(['node_modules', 'build', '.git', '.data', '.cache', 'test-results', 'playwright-report']);

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(at);
    return entry.isFile() && !/^\.env(\..+)?$/.test(entry.name) ? [at] : [];
  });
}

/** Every file that is, or would be, in the repository at `root`. */
export function trackedFiles(root: string): string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64e6,
  });
  if (git.status === 0) return git.stdout.split('\0').filter(Boolean);
  return walk(root).map((file) => path.relative(root, file));
}

/** The secrets in all files at `root`; binary files and those over 5 MB are left out. */
export function scan(root: string): { files: number; found: Finding[] } {
  let files = 0;
  const found = trackedFiles(root).flatMap((file) => {
    const at = path.join(root, file);
    const stat = statSync(at, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > 5e6 || file.endsWith('package-lock.json')) return [];
    const bytes = readFileSync(at);
    if (bytes.subarray(0, 8_000).includes(0)) return [];
    files += 1;
    return secretsIn(file, bytes.toString('utf8'));
  });
  return { files, found };
}

if (process.argv[1]?.endsWith('scan-secrets.mts')) {
  const { files, found } = scan(process.argv[2] ?? appRoot);
  for (const { file, line, kind, shown } of found) console.error(`${file}:${line} ${kind}: ${shown}`);
  console.log(found.length === 0 ? `${files} files, no secret.` : `${found.length} found.`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
