// `npm run sbom`: what is installed here to run PMIS, as CycloneDX JSON 1.5 on standard output. The image is built with its own
// (`node scripts/sbom.mjs --image`, which adds Node and Debian's packages): docker run --rm pmis cat build/sbom.json
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = process.cwd();
const image = process.argv.includes('--image');
const json = (...parts) => JSON.parse(readFileSync(path.join(root, ...parts), 'utf8'));
const lock = json('package-lock.json').packages;

/** Each package below a node_modules folder, with where it lies. */
function* installed(folder = 'node_modules') {
  for (const entry of existsSync(path.join(root, folder)) ? readdirSync(path.join(root, folder)) : []) {
    if (entry.startsWith('.')) continue;
    const place = `${folder}/${entry}`;
    if (entry.startsWith('@')) yield* installed(place);
    else if (existsSync(path.join(root, place, 'package.json'))) {
      yield place;
      yield* installed(`${place}/node_modules`);
    }
  }
}

const purlOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`;

function licencesOf(licence) {
  if (typeof licence !== 'string') return {};
  return { licenses: [/ (OR|AND) /.test(licence) ? { expression: licence } : { license: { id: licence } }] };
}

/** The lock's checksum, of the package as it came from the registry. */
function hashesOf(integrity) {
  const content = /^sha512-(\S+)/.exec(integrity ?? '')?.[1];
  return content ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }] } : {};
}

function npmComponent(place) {
  const { name, version, license } = json(place, 'package.json');
  const parts = name.startsWith('@') ? { group: name.split('/')[0], name: name.split('/')[1] } : { name };
  const purl = purlOf(name, version);
  const licences = licencesOf(lock[place]?.license ?? license);
  return {
    type: 'library',
    'bom-ref': purl,
    ...parts,
    version,
    purl,
    ...licences,
    ...hashesOf(lock[place]?.integrity),
  };
}

/** Where Node finds `name` from a package at `place`. */
function resolve(place, name, places) {
  for (let at = place; ; at = at.replace(/(^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const candidate = `${at ? at + '/' : ''}node_modules/${name}`;
    if (places.has(candidate)) return candidate;
    if (at === '') return null;
  }
}

function debianComponents() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const distro = /^ID=(\w+)/m.exec(release)?.[1];
  const number = /^VERSION_ID="?([\d.]+)/m.exec(release)?.[1];
  if (!distro || !existsSync('/var/lib/dpkg/status')) return [];
  return readFileSync('/var/lib/dpkg/status', 'utf8')
    .split('\n\n')
    .filter((part) => /^Status: .*\binstalled$/m.test(part))
    .map((part) => {
      const [name, version, arch] = ['Package', 'Version', 'Architecture'].map(
        (field) => new RegExp(`^${field}: (.+)$`, 'm').exec(part)[1],
      );
      const purl = `pkg:deb/${distro}/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${arch}&distro=${distro}-${number}`;
      return { type: 'library', 'bom-ref': purl, name, version, purl };
    });
}

const places = new Map(
  [...installed()].filter((place) => image || (lock[place] && !lock[place].dev)).map((at) => [at, npmComponent(at)]),
);
const app = json('package.json');
const self = purlOf(app.name, app.version);
const build = existsSync(path.join(root, 'build/build-info.json')) ? json('build/build-info.json') : {};

const wants = new Map([[self, new Set()]]);
for (const [place, component] of [['', { 'bom-ref': self }], ...places]) {
  const entry = lock[place] ?? {};
  const names = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies });
  const found = names.map((name) => resolve(place, name, places)).filter(Boolean);
  const all = wants.get(component['bom-ref']) ?? new Set();
  for (const one of found) all.add(places.get(one)['bom-ref']);
  wants.set(component['bom-ref'], all);
}
const node = process.version.slice(1);
const runtime = { type: 'platform', name: 'node', version: node, purl: `pkg:generic/node@${node}` };
const system = image ? [{ ...runtime, 'bom-ref': runtime.purl }, ...debianComponents()] : [];
const components = [...new Map([...places.values(), ...system].map((one) => [one['bom-ref'], one])).values()].sort(
  (a, b) => (a.purl < b.purl ? -1 : 1),
);
const dependencies = [...wants].map(([ref, all]) => ({ ref, dependsOn: [...all].sort() }));
// The same contents give the same document: no clock in it, and its number is made from them.
const digest = createHash('sha256')
  .update(JSON.stringify([components, dependencies]))
  .digest('hex');
const serial = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${serial}`,
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': self,
      name: app.name,
      version: app.version,
      purl: self,
      properties: [{ name: 'pmis:commit', value: build.commit ?? 'none' }],
    },
  },
  components,
  dependencies,
};
process.stdout.write(JSON.stringify(document, null, 1) + '\n');
