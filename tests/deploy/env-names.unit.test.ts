import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENV_SPEC } from '../../server/env.ts';
import { ALLOCATOR_VARIABLES } from '../../server/supervisor/allocator.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const found = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].sort();

const known = Object.keys(ENV_SPEC);
/**
 * Not for a deployment: demos, development, what only a pooler needs, pg_dump, which the backup image has, and migrations by
 * web and worker, for which all our deployments have a container of its own.
 */
const NOT_DEPLOYED = ['PMIS_NOW', 'PMIS_DEMO', 'PMIS_DEV', 'DATABASE_DIRECT_URL', 'PG_DUMP', 'MIGRATE_ON_START'];

const compose = read('docker-compose.prod.yml');
/** A top-level part (`x-environment`) or a service, up to the next of its depth. */
function part(name: string, depth: string): string {
  const [, text = ''] = new RegExp(`\n(${depth}${name}:[\\s\\S]*?)(?=\n${depth}\\S|$(?![\\s\\S]))`).exec(compose) ?? [];
  return text;
}
const composeKeys = found(
  [part('x-environment', ''), ...['web', 'worker', 'migrate', 'backup'].map((name) => part(name, '  '))].join('\n'),
  /^\s+([A-Z][A-Z0-9_]+): /gm,
).filter((name) => !/^(NODE_IMAGE|POSTGRES_IMAGE|REVISION|VERSION|CREATED)$/.test(name));
const imageEnv = [...read('Dockerfile').matchAll(/^ENV ([\s\S]*?[^\\])\n/gm)].map((match) => match[1]).join('\n');
const imageKeys = found(imageEnv, /([A-Z][A-Z0-9_]+)=/g);
const filesOf = (folder: string, end: RegExp) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => end.test(file))
    .map((file) => read(`${folder}/${file}`));
const manifestKeys = filesOf('deploy/k8s', /\.yaml$/).flatMap((text) => [
  ...found(text, /- name: ([A-Z][A-Z0-9_]+)$/gm),
  ...found(/\ndata:\n([\s\S]*)/.exec(text)?.[1] ?? '', /^ {2}([A-Z][A-Z0-9_]+):/gm),
]);

/** Read by Node and by pg themselves. */
const OF_LIBRARIES = ['NODE_EXTRA_CA_CERTS', 'PGPASSWORD'];
/** Containers' variables are upper-case keys of Terraform's maps; a bucket's key has one secret of each kind of container. */
const terraformKeys = (cloud: string) =>
  [...filesOf(`deploy/${cloud}`, /\.tf$/), ...filesOf(`deploy/${cloud}`, /\.tfvars\.example$/)]
    .flatMap((text) => [
      ...found(text, /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+|STORAGE)\s+= /g),
      ...[...text.matchAll(/toset\(\[("[A-Z0-9_", ]+)\]\)/g)].flatMap((match) => found(match[1]!, /"([A-Z]\w+)"/g)),
    ])
    .map((name) => name.replace(/_(APP|OWNER)$/, ''))
    .filter((name) => !OF_LIBRARIES.includes(name));

describe('every variable that a container is given is one of server/env.ts', () => {
  it.each([
    ['Dockerfile', imageKeys.filter((name) => !(name in ALLOCATOR_VARIABLES) && name !== 'NODE_ENV'), 6],
    ['docker-compose.prod.yml', composeKeys, 18],
    ['deploy/k8s', manifestKeys, 14],
    ['deploy/aws', terraformKeys('aws'), 16],
    ['deploy/gcp', terraformKeys('gcp'), 18],
  ])('%s', (_file, names, atLeast) => {
    expect(names.length).toBeGreaterThanOrEqual(atLeast);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
  });
});

it('the image sets what the supervisor sets for malloc', () => {
  for (const [name, value] of Object.entries(ALLOCATOR_VARIABLES)) expect(imageEnv).toContain(`${name}=${value}`);
});

it('every variable of server/env.ts can be set in the compose file, or is set by the image', () => {
  const settable = [...composeKeys, ...imageKeys, ...NOT_DEPLOYED];
  expect(known.filter((name) => !settable.includes(name))).toEqual([]);
});

/** Without these a production of several machines does not run, or not well; all others have a default or are an integration. */
const PRODUCTION =
  `PMIS_ENV PUBLIC_URL TRUST_PROXY LOG_LEVEL DATABASE_URL DATABASE_OWNER_URL REDIS_URL SECRET_KEY`.split(' ');
const CLOUD = 'STORAGE S3_BUCKET S3_REGION BACKUP_STORE DATABASE_ADMIN_URL WEB_CONCURRENCY METRICS_LOG_SECONDS'.split(
  ' ',
);

it.each([
  ['deploy/k8s', manifestKeys, PRODUCTION],
  ['deploy/aws', terraformKeys('aws'), [...PRODUCTION, ...CLOUD]],
  ['deploy/gcp', terraformKeys('gcp'), [...PRODUCTION, ...CLOUD]],
])('%s gives every variable that production needs', (_folder, names, needed) => {
  expect(needed.filter((name) => !names.includes(name) || !known.includes(name))).toEqual([]);
});

it('every variable that the compose file asks for is in server/env.ts or explained in DEPLOYMENT_GUIDE.md', () => {
  const asked = found(compose, /\$\{([A-Z][A-Z0-9_]+)/g);
  const guide = read('DEPLOYMENT_GUIDE.md');
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter((name) => !known.includes(name) && !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
});

it('the database and Redis are published by no service', () => {
  for (const name of ['postgres', 'redis', 'worker', 'migrate', 'backup']) {
    expect(part(name, '  ')).toContain('limits:');
    expect(part(name, '  ')).not.toContain('ports:');
  }
});
