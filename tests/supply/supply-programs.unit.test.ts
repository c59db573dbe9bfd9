import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appRoot } from '../../server/app-root.ts';

type Component = { type: string; 'bom-ref': string; purl: string; name: string; version: string };
type Sbom = {
  bomFormat: string;
  specVersion: string;
  serialNumber: string;
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

it('npm run sbom: CycloneDX of what is installed to run, whole, the same each time', () => {
  const make = () =>
    spawnSync(process.execPath, ['scripts/sbom.mjs'], { cwd: appRoot, encoding: 'utf8', maxBuffer: 64e6 }).stdout;
  const text = make();
  expect(make()).toBe(text);
  const sbom = JSON.parse(text) as Sbom;
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
  expect(sbom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const refs = new Set(sbom.components.map((one) => one['bom-ref']));
  expect(refs.size).toBe(sbom.components.length);
  const named = (name: string) => sbom.components.some((one) => one.purl.startsWith(`pkg:npm/${name}@`));
  for (const name of ['kysely', 'react', '%40remix-run/node', 'pg-protocol']) expect(named(name), name).toBe(true);
  for (const name of ['vitest', 'knip', 'fast-check']) expect(named(name), name).toBe(false);
  const known = new Set([...refs, ...sbom.dependencies.map(({ ref }) => ref)]);
  for (const { ref, dependsOn } of sbom.dependencies) {
    expect(known.has(ref), ref).toBe(true);
    for (const one of dependsOn) expect(refs.has(one), `${ref} wants ${one}`).toBe(true);
  }
  const pg = sbom.dependencies.find(({ ref }) => ref.startsWith('pkg:npm/pg@'))!;
  expect(pg.dependsOn.some((one) => one.startsWith('pkg:npm/pg-protocol@'))).toBe(true);
});

describe('scripts/audit.mjs', () => {
  let registry: Server;
  // npm keeps what it was told of an advisory.
  let cache: string;
  beforeEach(() => (cache = mkdtempSync(path.join(tmpdir(), 'pmis-npm-'))));
  afterEach(() => {
    registry.close();
    rmSync(cache, { recursive: true, force: true });
  });

  /** Runs it against a registry that answers thus. */
  async function audit(status: number, answer: object) {
    registry = createServer((req, res) => {
      req.resume();
      req.on('end', () => {
        // npm asks about a package that an advisory names.
        const name = req.url!.slice(1);
        const known = { name, 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { name, version: '1.0.0' } } };
        res.writeHead(req.method === 'GET' ? 200 : status, { 'content-type': 'application/json' });
        res.end(JSON.stringify(req.method === 'GET' ? known : answer));
      });
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
    const child = spawn(process.execPath, ['scripts/audit.mjs'], {
      cwd: appRoot,
      env: { ...process.env, AUDIT_REGISTRY: url, npm_config_cache: cache },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }
  const advisory = (severity: string) => ({
    id: 1,
    url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
    title: 'It lets anybody in',
    severity,
    vulnerable_versions: '>=0.0.0',
    cwe: [],
    cvss: { score: 9, vectorString: null },
  });

  it('is SKIPPED with the reason where the registry refuses', async () => {
    const { code, output } = await audit(405, { error: 'no' });
    expect(output).toMatch(/^SKIPPED +npm audit: .*405/);
    expect(code).toBe(0);
  });

  it('fails on a high one and names it', async () => {
    const { code, output } = await audit(200, { kysely: [advisory('high')] });
    expect(output).toContain('kysely: It lets anybody in');
    expect(code).toBe(1);
  });

  it('tells a moderate one', async () => {
    const { code, output } = await audit(200, { kysely: [advisory('moderate')] });
    expect(output).toContain('1 advisories for what is shipped, 0 of them high or critical');
    expect(code).toBe(0);
  });
});
