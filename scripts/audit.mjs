// `node scripts/audit.mjs`: asks the registry for known weaknesses of what is shipped. Exit code 1: one is high or critical and not
// accepted below. A registry that cannot be asked is SKIPPED with its reason. AUDIT_REGISTRY names another one.
import { spawnSync } from 'node:child_process';
import { root } from './prepare.mjs';

/** Advisories that do not concern PMIS, by number (GHSA-…), each with why. */
const ACCEPTED = {};
const GRAVE = new Set(['high', 'critical']);

const registry = process.env.AUDIT_REGISTRY ? [`--registry=${process.env.AUDIT_REGISTRY}`] : [];
const args = ['audit', '--omit=dev', '--json', '--fetch-retries=1', '--fetch-timeout=20000', ...registry];
const { stdout, error } = spawnSync('npm', args, {
  cwd: root,
  encoding: 'utf8',
  timeout: 60_000,
  maxBuffer: 64e6,
  shell: process.platform === 'win32',
});

function answered() {
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: error?.message ?? 'npm gave no answer' };
  }
}

const report = answered();
if (!report.vulnerabilities) {
  console.log(`SKIPPED  npm audit: ${String(report.message ?? report.error?.summary).split('\n')[0]}`);
} else {
  // A package is also listed for what it depends on: only the advisories themselves are told.
  const advisories = Object.values(report.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((one) => typeof one === 'object')
    .map(({ name, severity, title, url }) => ({ name, severity, title, url, id: url?.split('/').pop() }));
  const told = [...new Map(advisories.map((one) => [`${one.id} ${one.name}`, one])).values()];
  const grave = told.filter(({ id, severity }) => GRAVE.has(severity) && !(id in ACCEPTED));
  for (const { name, severity, title, url, id } of told)
    console.log(`${severity.padEnd(9)}${name}: ${title} (${url})${id in ACCEPTED ? ` accepted: ${ACCEPTED[id]}` : ''}`);
  console.log(`npm audit: ${told.length} advisories for what is shipped, ${grave.length} of them high or critical.`);
  process.exitCode = grave.length === 0 ? 0 : 1;
}
