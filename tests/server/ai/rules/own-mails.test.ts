import { beforeAll, describe, expect, it } from 'vitest';
import { readByRules } from '../../../../server/ai/rules/read-by-rules.ts';
import type { Understanding } from '../../../../server/ai/rules/understanding.ts';
import type { ParsedMessage } from '../../../../server/emails/parse/parsed-message.ts';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { ownMailsFive } from '../../../eval/mails/own-mails-five.ts';
import { ownMailsFour } from '../../../eval/mails/own-mails-four.ts';
import { ownMailsOne } from '../../../eval/mails/own-mails-one.ts';
import { ownMailsThree } from '../../../eval/mails/own-mails-three.ts';
import { ownMailsTwo } from '../../../eval/mails/own-mails-two.ts';
import { northgateWorld, ownMailSets } from '../../../eval/mails/own-sets.ts';
import { ownWorld } from '../../../eval/mails/own-world.ts';
import { mailsOfSet, STRANGERS_SETS } from '../../../eval/mails/strangers-sets.ts';
import { ownMailSource } from '../../../eval/own-mail-files.ts';

const mails = [...ownMailsOne, ...ownMailsTwo, ...ownMailsThree, ...ownMailsFour, ...ownMailsFive];
/** Later batches, first read when the rules stood: floors, not single mails. */
const later = [
  ...ownMailSets.slice(1).map(({ name, world, receiver, mails: set }) => ({
    name,
    world,
    mails: set.map((mail) => ({ id: mail.id, expected: mail.expected, raw: ownMailSource(mail, receiver) })),
  })),
  ...STRANGERS_SETS.map((name) => ({ name: `strangers' set ${name}`, world: northgateWorld, mails: mailsOfSet(name) })),
];
const read = new Map<string, { message: ParsedMessage; found: Understanding }>();

beforeAll(async () => {
  for (const mail of mails) {
    const message = await parseMessage(ownMailSource(mail));
    read.set(mail.id, { message, found: readByRules({ message, world: ownWorld }) });
  }
});

const key = (pkg: string, field: string, value: unknown) => `${pkg} ${field} ${String(value)}`;

describe.each(mails)('$id $subject', ({ id, expected }) => {
  const all = () => read.get(id)!;

  it('is linked to its packages', () => {
    const { packages } = all().found;
    expect(packages).toEqual(expect.arrayContaining(expected.packages ?? []));
    const allowed = [...(expected.packages ?? []), ...(expected.packagesOptional ?? [])];
    expect(packages.filter((code) => !allowed.includes(code))).toEqual([]);
  });

  it('proposes the changes that it states and no others', () => {
    const proposed = all().found.patches.map((one) => key(one.package, one.field, one.value));
    const wanted = (expected.patches ?? []).map((one) => key(...one));
    const optional = (expected.optionalPatches ?? []).map((one) => key(...one));
    expect(proposed).toEqual(expect.arrayContaining(wanted));
    expect(proposed.filter((one) => ![...wanted, ...optional].includes(one))).toEqual([]);
  });

  it('has its flags and quotes what it says', () => {
    const { found, message } = all();
    expect(found.flags).toEqual(expected.flags ?? []);
    for (const { evidence, start, end } of [...found.tasks, ...found.patches])
      expect(message.text.slice(start, end)).toBe(evidence);
    expect(found.summary.length).toBeLessThanOrEqual(600);
  });

  it('suggests nothing that must never be', () => {
    for (const pattern of expected.never ?? [])
      for (const { title, evidence } of all().found.tasks)
        expect(`${title} ${evidence}`).not.toMatch(new RegExp(pattern, 'i'));
  });
});

describe('tasks of the own mails', () => {
  it('finds nine of ten with the right day and person, and adds hardly any', () => {
    const fold = (text: string) => text.toLowerCase().replace(/\s+/g, ' ');
    let wanted = 0;
    let right = 0;
    let extra = 0;
    for (const { id, expected } of mails) {
      const left = [...read.get(id)!.found.tasks];
      for (const [list, optional] of [
        [expected.tasks ?? [], false],
        [expected.optionalTasks ?? [], true],
      ] as const)
        for (const [evidence, due, assignee] of list) {
          const dues = Array.isArray(due) ? due : [due];
          const said = (one: (typeof left)[number]) =>
            fold(one.evidence).includes(fold(evidence)) || fold(evidence).includes(fold(one.evidence));
          const at = left.findIndex(
            (one) => said(one) && (optional || (dues.includes(one.due) && one.assignee === assignee)),
          );
          if (!optional) wanted += 1;
          if (at >= 0) {
            left.splice(at, 1);
            if (!optional) right += 1;
          }
        }
      extra += left.length;
    }
    expect(right / wanted).toBeGreaterThanOrEqual(0.9);
    expect(extra / wanted).toBeLessThanOrEqual(0.08);
  });
});

describe.each(later)('$name', ({ world, mails: set }) => {
  it('stays above its floor: no wrong change, hardly a missing one, quiet where nothing is asked', async () => {
    const sums = { patches: 0, found: 0, wrong: 0, linked: 0, links: 0, strangers: 0, quiet: 0, disturbed: 0 };
    for (const { id, expected, raw } of set) {
      const message = await parseMessage(raw);
      const { packages, patches, tasks, flags } = readByRules({ message, world });
      const got = patches.map((one) => key(one.package, one.field, one.value));
      const wanted = (expected.patches ?? []).map((one) => key(...one));
      const optional = (expected.optionalPatches ?? []).map((one) => key(...one));
      sums.patches += wanted.length;
      sums.found += wanted.filter((one) => got.includes(one)).length;
      sums.wrong += got.filter((one) => ![...wanted, ...optional].includes(one)).length;
      const own = expected.packages ?? [];
      sums.links += own.length;
      sums.linked += own.filter((code) => packages.includes(code)).length;
      sums.strangers += packages.filter(
        (code) => ![...own, ...(expected.packagesOptional ?? [])].includes(code),
      ).length;
      if (!expected.tasks && !expected.patches && !expected.optionalTasks) {
        sums.quiet += 1;
        sums.disturbed += tasks.length > 0 ? 1 : 0;
      }
      if (expected.anyPatchForbidden) expect(patches).toEqual([]);
      for (const flag of expected.flags ?? []) expect(flags, id).toContain(flag);
      for (const pattern of expected.never ?? [])
        for (const { title, evidence } of tasks) expect(`${title} ${evidence}`).not.toMatch(new RegExp(pattern, 'i'));
    }
    expect(sums).toMatchObject({ wrong: 0, strangers: 0, disturbed: 0 });
    expect(sums.found / sums.patches).toBeGreaterThanOrEqual(0.9);
    expect(sums.linked / sums.links).toBeGreaterThanOrEqual(0.96);
  });
});
