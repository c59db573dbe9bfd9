// `npm run prove:terraform`: terraform init, validate and plan of deploy/aws and deploy/gcp, without a cloud and without the
// registry of providers: stand-ins speak the plugin protocol with the providers' own schemas (docs/decisions/054). Each
// folder is planned with its terraform.tfvars.example; then one argument that does not exist must be refused.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appRoot } from '../../server/app-root.ts';
import { type Attribute, type Block, type NestedBlock, readSchema } from './terraform/provider-schema.ts';
import { type ProviderSchemas, startStandIn } from './terraform/stand-in.ts';

/** The bindings whose schema is that of the version pinned in deploy/…/versions.tf. */
const BINDINGS = { aws: '@cdktf/provider-aws@21.22.1', google: '@cdktf/provider-google@16.12.1' };
const TOOLS = ['@grpc/grpc-js@1', '@grpc/proto-loader@0.8', '@msgpack/msgpack@3'];
const FOLDERS = { aws: 'aws_ecs_cluster', gcp: 'google_cloud_run_v2_service' };
const cache = path.join(appRoot, '.cache/terraform');

/** Downloads by npm what the proof needs, once; its answer is what failed, or null. */
function fetchTools(): string | null {
  mkdirSync(cache, { recursive: true });
  try {
    if (!existsSync(path.join(cache, 'node_modules/@msgpack'))) {
      writeFileSync(path.join(cache, 'package.json'), '{"private":true}');
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...TOOLS], { cwd: cache });
    }
    for (const [name, spec] of Object.entries(BINDINGS)) {
      if (existsSync(path.join(cache, name))) continue;
      const packed = execFileSync('npm', ['pack', '--silent', spec], { cwd: cache, encoding: 'utf8' }).trim();
      mkdirSync(path.join(cache, `${name}.new`), { recursive: true });
      const unpack = [
        'xzf',
        packed,
        '-C',
        `${name}.new`,
        '--strip-components=2',
        '--wildcards',
        'package/lib/*/index.js',
      ];
      execFileSync('tar', unpack, { cwd: cache });
      execFileSync('mv', [`${name}.new`, name], { cwd: cache });
      rmSync(path.join(cache, packed));
    }
    return null;
  } catch (error) {
    return `npm cannot fetch the providers' schemas: ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
  }
}

const attribute = (name: string, type: Attribute['type'], flag: 'required' | 'optional' | 'computed'): Attribute => ({
  name,
  type,
  required: flag === 'required',
  optional: flag === 'optional',
  computed: flag === 'computed',
  write_only: false,
});
const nested = (type_name: string, attributes: Attribute[], block_types: NestedBlock[] = []): NestedBlock => ({
  type_name,
  block: { attributes, block_types },
  nesting: 'LIST',
  min_items: 0,
  max_items: 1,
});

const PASSWORD: Block = {
  attributes: [
    attribute('length', 'number', 'required'),
    attribute('special', 'bool', 'optional'),
    attribute('result', 'string', 'computed'),
    attribute('id', 'string', 'computed'),
  ],
  block_types: [],
};
/** A statement of a firewall may hold statements: the bindings leave it untyped. These are the two that are used. */
const STATEMENT = nested(
  'statement',
  [],
  [
    nested('rate_based_statement', [
      attribute('limit', 'number', 'required'),
      attribute('evaluation_window_sec', 'number', 'optional'),
      attribute('aggregate_key_type', 'string', 'optional'),
    ]),
    nested('managed_rule_group_statement', [
      attribute('name', 'string', 'required'),
      attribute('vendor_name', 'string', 'required'),
    ]),
  ],
);
const PROVIDERS: Record<string, Block> = {
  aws: {
    attributes: [attribute('region', 'string', 'optional')],
    block_types: [nested('default_tags', [attribute('tags', ['map', 'string'], 'optional')])],
  },
  google: {
    attributes: [
      attribute('project', 'string', 'optional'),
      attribute('region', 'string', 'optional'),
      attribute('default_labels', ['map', 'string'], 'optional'),
    ],
    block_types: [],
  },
  random: { attributes: [], block_types: [] },
};

function schemaOf(provider: string, kind: 'resource' | 'data', type: string): Block {
  if (provider === 'random') return PASSWORD;
  const schema = readSchema(path.join(cache, provider), provider, kind, type);
  if (type === 'aws_wafv2_web_acl') {
    const { block } = schema.block_types.find((one) => one.type_name === 'rule')!;
    block.attributes = block.attributes.filter((one) => one.name !== 'statement');
    block.block_types.push(STATEMENT);
  }
  return schema;
}

function schemasOf(provider: string, text: string): ProviderSchemas {
  const all = (word: string, kind: 'resource' | 'data') => {
    const types = [...text.matchAll(new RegExp(`^${word} "(${provider}_\\w+)"`, 'gm'))].map((match) => match[1]!);
    return Object.fromEntries([...new Set(types)].map((type) => [type, schemaOf(provider, kind, type)]));
  };
  return {
    provider: PROVIDERS[provider]!,
    resource: all('resource', 'resource'),
    data: all('data', 'data'),
    ephemeral: all('ephemeral', 'resource'),
  };
}

async function terraform(
  folder: string,
  reattach: object,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, TF_REATTACH_PROVIDERS: JSON.stringify(reattach), CHECKPOINT_DISABLE: '1' };
  const child = spawn('terraform', [`-chdir=${folder}`, ...args, '-no-color'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code: code ?? 1, output };
}

/** True when the folder plans, and does not with an argument too many. */
async function prove(name: string, text: string, work: string, reattach: object): Promise<boolean> {
  for (const args of [['init', '-input=false'], ['validate'], ['plan', '-input=false', '-refresh=false']]) {
    const { code, output } = await terraform(work, reattach, ...args);
    const last = /^(Plan: .*|Success! .*|Terraform has been .*)$/m.exec(output)?.[1] ?? '';
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} deploy/${name}: terraform ${args[0]}  ${last}`);
    if (code !== 0) console.log(output);
    if (code !== 0) return false;
  }
  const type = FOLDERS[name as keyof typeof FOLDERS];
  const broken = text.replace(new RegExp(`^resource "${type}" "\\w+" \\{`, 'm'), (line) => `${line}\n  no_such = 1`);
  for (const file of readdirSync(work))
    if (file.endsWith('.tf') && file !== 'x_override.tf') rmSync(path.join(work, file));
  writeFileSync(path.join(work, 'all.tf'), broken);
  const { output } = await terraform(work, reattach, 'validate');
  const refused = output.includes('"no_such" is not expected here');
  console.log(`${refused ? 'ok  ' : 'FAIL'} deploy/${name}: an argument that ${type} does not have is refused`);
  return refused;
}

async function proveFolder(name: string): Promise<boolean> {
  const folder = path.join(appRoot, 'deploy', name);
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  const text = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
  const work = mkdtempSync(path.join(tmpdir(), 'pmis-terraform-'));
  for (const file of files) cpSync(path.join(folder, file), path.join(work, file));
  cpSync(path.join(folder, 'terraform.tfvars.example'), path.join(work, 'terraform.tfvars'));
  writeFileSync(path.join(work, 'x_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
  const reattach: Record<string, object> = {};
  const stops: (() => void)[] = [];
  try {
    for (const [, provider] of text.matchAll(/source\s+= "hashicorp\/(\w+)"/g)) {
      const { port, stop } = await startStandIn(cache, schemasOf(provider!, text));
      stops.push(stop);
      const Addr = { Network: 'tcp', String: `127.0.0.1:${port}` };
      const server = { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr };
      reattach[`registry.terraform.io/hashicorp/${provider}`] = server;
    }
    return await prove(name, text, work, reattach);
  } finally {
    for (const stop of stops) stop();
    rmSync(work, { recursive: true });
  }
}

const why = spawnSync('terraform', ['version']).error ? 'terraform is not installed' : fetchTools();
if (why) console.log(`SKIPPED: ${why}`);
else for (const name of Object.keys(FOLDERS)) if (!(await proveFolder(name))) process.exitCode = 1;
