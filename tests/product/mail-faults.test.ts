import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fault, type FaultRig, startFaultRig, whyNoFaults } from '../setup/mail-faults.ts';

const missing = whyNoFaults();
if (missing) console.info(`SKIPPED: mail while its servers and programs are stopped (${missing})`);

// A slice of `npm run prove:mail`, which stops each of them at every statement.
const SLICE: [Fault, string, RegExp, 'before' | 'after'][] = [
  ['kill web', 'pmis', /insert into emails/, 'after'],
  ['kill worker', 'pmis-worker', /insert into emails/, 'after'],
  ['kill worker', 'pmis-worker', /^commit after: update jobs/, 'before'],
  ['kill worker', 'pmis-worker', /^commit after: update jobs/, 'after'],
  ['stop PostgreSQL', 'pmis-worker', /^commit after: update jobs/, 'after'],
  ['stop Redis', 'pmis-worker', /insert into emails/, 'after'],
  ['stop mail server', 'pmis-worker', /insert into emails/, 'after'],
];

describe.skipIf(missing)('mail while programs and servers are stopped', () => {
  let rig: FaultRig;
  beforeAll(async () => void (rig = await startFaultRig()), 90_000);
  afterAll(() => rig?.stop());

  test.each(SLICE)(
    '%s at %s: %s, %s',
    async (fault, by, label, when) => {
      const step = rig.steps.find((one) => one.by === by && label.test(one.label));
      expect(step, `no statement of ${by} like ${label}`).toBeDefined();
      expect(await rig.run(fault, { ...step!, when })).toEqual({
        happened: true,
        sent: 3,
        lost: 0,
        twice: 0,
        wrong: '',
      });
    },
    90_000,
  );
});
