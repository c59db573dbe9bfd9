import { describe, expect, it } from 'vitest';
import { demoDecision } from '../../../server/supervisor/wants-demo.ts';

const flags = [true, false];
const cases = [true, false, undefined].flatMap((wish) =>
  flags.flatMap((production) =>
    flags.flatMap((embedded) =>
      flags.flatMap((empty) => flags.map((terminal) => ({ wish, production, embedded, empty, terminal }))),
    ),
  ),
);

describe('demo data at a start', () => {
  it.each(cases)('%o', (question) => {
    const { wish, production, embedded, empty, terminal } = question;
    const decision = demoDecision(question);
    if (!empty || production || wish === false) expect(decision).toBe('skip');
    else if (wish === true) expect(decision).toBe('load');
    else if (terminal) expect(decision).toBe('ask');
    else expect(decision).toBe(embedded ? 'load' : 'skip');
  });
});
