// `npm run lock`: completes package-lock.json after a change of packages. A registry that does not carry the binaries of
// every platform makes npm leave those optional packages out of the lock, and `npm ci` then refuses the lock everywhere.
// They are named with version and platform, so that npm knows to skip them here and to fetch them where they belong.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix', 'win32'];
const PROCESSORS = ['x64', 'arm64', 'arm', 'ia32', 'riscv64', 'ppc64', 's390x', 'loong64', 'mips64el', 'wasm32'];

function find(parent, name) {
  for (let at = parent; ; at = at.replace(/(^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    if (packages[`${at ? at + '/' : ''}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function platform(name) {
  const parts = name
    .slice(name.lastIndexOf('/') + 1)
    .replace('windows', 'win32')
    .split(/[-.]/);
  const os = SYSTEMS.filter((system) => parts.includes(system));
  const cpu = PROCESSORS.filter((processor) => parts.includes(processor));
  if (parts.some((part) => part.startsWith('armv7') || part === 'gnueabihf')) cpu.splice(0, cpu.length, 'arm');
  const libc = parts.some((part) => part.startsWith('musl')) ? ['musl'] : [];
  if (os.includes('linux') && parts.some((part) => part.startsWith('gnu'))) libc.push('glibc');
  return { ...(cpu.length && { cpu }), ...(libc.length && { libc }), ...(os.length && { os }) };
}

let added = 0;
for (const [parent, entry] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const fields = platform(name);
    if (find(parent, name) || !/^\^?\d+\.\d+\.\d+/.test(range) || Object.keys(fields).length === 0) continue;
    const { cpu, libc, os } = fields;
    const version = range.replace('^', '');
    const dev = entry.dev ? { dev: true } : {};
    const place = packages[`node_modules/${name}`] ? `${parent}/node_modules/${name}` : `node_modules/${name}`;
    packages[place] = {
      version,
      ...(cpu && { cpu }),
      ...dev,
      ...(libc && { libc }),
      optional: true,
      ...(os && { os }),
    };
    added += 1;
  }
}
const root = packages[''];
delete packages[''];
lock.packages = { '': root };
for (const name of Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'))) lock.packages[name] = packages[name];
writeFileSync(file, JSON.stringify(lock, null, 2) + '\n');
console.log(added === 0 ? 'package-lock.json is complete.' : `${added} packages of other platforms added.`);
