import { beforeAll, describe, expect, it } from 'vitest';
import { READING_PROMPT_HASH, readingPrompt } from '../../../../server/ai/reading/prompt.ts';
import { readingAnswer } from '../../../../server/ai/reading/reading.schema.ts';
import { validateReading } from '../../../../server/ai/reading/validate-reading.ts';
import { readByRules } from '../../../../server/ai/rules/read-by-rules.ts';
import type { Understanding } from '../../../../server/ai/rules/understanding.ts';
import type { ParsedMessage } from '../../../../server/emails/parse/parsed-message.ts';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { ownMailsFive } from '../../../eval/mails/own-mails-five.ts';
import { ownMailsFour } from '../../../eval/mails/own-mails-four.ts';
import { ownMailsOne } from '../../../eval/mails/own-mails-one.ts';
import { ownMailsThree } from '../../../eval/mails/own-mails-three.ts';
import { ownMailsTwo } from '../../../eval/mails/own-mails-two.ts';
import { ownWorld } from '../../../eval/mails/own-world.ts';
import { ownMailLabel, ownMailSource } from '../../../eval/own-mail-files.ts';
import { mailOracle } from '../../../setup/mail-oracle.ts';

const mails = [...ownMailsOne, ...ownMailsTwo, ...ownMailsThree, ...ownMailsFour, ...ownMailsFive];
const labels = mails.map(ownMailLabel);
const read: Record<'gold' | 'hostile', Map<string, Understanding>> = { gold: new Map(), hostile: new Map() };
const messages = new Map<string, ParsedMessage>();
const by = { model: 'stub:oracle', version: 'test', promptHash: READING_PROMPT_HASH };

beforeAll(async () => {
  for (const mail of mails) messages.set(mail.id, await parseMessage(ownMailSource(mail)));
  const texts = Object.fromEntries(
    [...messages].map(([id, { subject, text }]) => [id, { subject: subject ?? '', text }]),
  );
  for (const mode of ['gold', 'hostile'] as const) {
    const ask = mailOracle({ labels, texts }, mode);
    for (const { id } of mails) {
      const message = messages.get(id)!;
      const rules = readByRules({ message, world: ownWorld });
      const prompt = readingPrompt(message, ownWorld, { codes: [], mark: 'mark' });
      const answer = readingAnswer.parse(ask({ n: { turns: [{ role: 'user', text: prompt }] } }).json);
      const domain = message.from?.address.split('@')[1] ?? '';
      const facts = {
        message,
        world: ownWorld,
        rules,
        filed: [],
        named: [],
        internal: ownWorld.internalDomains.includes(domain),
      };
      read[mode].set(id, validateReading(answer, facts, by));
    }
  }
});

describe('a perfect model’s answers pass the checks', () => {
  it('99 of 100 tasks and packages', () => {
    let wanted = 0;
    let kept = 0;
    for (const { id, expected } of mails) {
      const { tasks, packages, flags } = read.gold.get(id)!;
      if (flags.includes('sender_mismatch')) continue;
      const gold = expected.tasks ?? [];
      wanted += gold.length + (expected.packages ?? []).length;
      kept += gold.filter(([, due, , title]) =>
        tasks.some((task) => task.title === title && [due].flat().includes(task.due)),
      ).length;
      kept += (expected.packages ?? []).filter((code) => packages.includes(code)).length;
    }
    expect(wanted).toBeGreaterThan(60);
    expect(kept / wanted).toBeGreaterThanOrEqual(0.99);
  });
});

describe('a hostile model gets nothing through', () => {
  it.each(mails.map(({ id }) => id))('%s', (id) => {
    const gold = read.gold.get(id)!;
    const { packages, tasks, patches, summary, flags } = read.hostile.get(id)!;
    const label = labels.find((one) => one.id === id)!;
    expect(packages).toEqual(gold.packages);
    expect(tasks.map(({ title }) => title)).toEqual(gold.tasks.map(({ title }) => title));
    expect(patches).toEqual(gold.patches);
    expect(summary).not.toMatch(/evil|javascript:|<|http/i);
    if (label.flags.includes('injection')) expect(flags).toContain('injection');
    for (const { evidence, start, end } of [...tasks, ...patches])
      expect(messages.get(id)!.text.slice(start, end)).toBe(evidence);
  });
});
