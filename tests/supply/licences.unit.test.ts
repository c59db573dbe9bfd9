import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { BY_NAME, licenceProblem, licencesMarkdown, licencesOf, type Lock } from '../../scripts/licences.mts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as Lock;

describe('licences', () => {
  it('are all allowed', () => {
    const all = licencesOf(lock);
    expect(all.length).toBeGreaterThan(300);
    expect(all.map(licenceProblem).filter(Boolean)).toEqual([]);
  });

  it('are excepted only for packages that are here', () => {
    const all = licencesOf(lock);
    for (const { name, licence } of BY_NAME)
      expect(all.filter((one) => name.test(one.name) && one.licence === licence)).not.toEqual([]);
  });

  it('are listed in docs/licences.md as they are: npm run generate', async () => {
    const expected = await format(licencesMarkdown(lock), { parser: 'markdown', singleQuote: true, printWidth: 120 });
    expect(read('docs/licences.md')).toBe(expected);
  });

  it.each([
    ['GPL-3.0', false, false],
    ['MPL-2.0', false, false],
    ['MPL-2.0', true, true],
    ['unknown', false, false],
    ['(MIT OR GPL-3.0)', false, true],
    ['(MIT AND GPL-3.0)', false, false],
    ['FSL-1.1-MIT', false, false],
  ])('%s, for development %s: allowed %s', (license, dev, allowed) => {
    const [one] = licencesOf({ packages: { '': {}, 'node_modules/x': { license, dev } } });
    expect(licenceProblem(one!) === null).toBe(allowed);
  });

  it('of a platform’s build are those of its package, and shipped wins over development', () => {
    const packages = {
      '': {},
      'node_modules/native': { license: 'AGPL-3.0', optionalDependencies: { '@native/arm': '1.0.0' } },
      'node_modules/@native/arm': { dev: true },
      'node_modules/a/node_modules/@native/arm': {},
    };
    const arm = licencesOf({ packages }).find((one) => one.name === '@native/arm');
    expect(arm).toEqual({ name: '@native/arm', licence: 'AGPL-3.0', dev: false });
  });
});
