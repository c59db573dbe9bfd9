import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fault, type FaultRig, FAULTS, type Step, startFaultRig, whyNoFaults } from '../setup/mail-faults.ts';

const missing = whyNoFaults();
if (missing) console.info(`SKIPPED: mail while its servers and programs are stopped (${missing})`);

/** Who can be killed at a statement is who makes it; the web is one program, the worker the other. */
const fits = (fault: Fault, step: Step) =>
  fault !== (step.by === 'pmis-worker' ? 'kill web' : 'kill worker') &&
  // What only the worker uses, or what a stop just after a statement cannot tell from one just before it.
  (fault.startsWith('kill') || fault === 'stop PostgreSQL' || step.when === 'after');

describe.skipIf(missing)('programs and servers stopped at every step of receiving and processing', () => {
  let rig: FaultRig;
  const table: string[] = [];
  beforeAll(async () => void (rig = await startFaultRig()), 120_000);
  afterAll(async () => {
    await rig?.stop();
    console.info(
      ['', '| step | fault | sent | lost | twice |', '| --- | --- | ---: | ---: | ---: |', ...table, ''].join('\n'),
    );
  });

  test('each message is stored, filed and recorded once', async () => {
    let happened = 0;
    const wrong: string[] = [];
    for (const { by, label } of rig.steps) {
      for (const when of ['before', 'after'] as const) {
        for (const fault of FAULTS) {
          const step = { by, label, when };
          if (!fits(fault, step)) continue;
          const outcome = await rig.run(fault, step);
          if (!outcome.happened) continue;
          happened += 1;
          const { sent, lost, twice } = outcome;
          table.push(
            `| ${when} ${by}: ${label.replaceAll('|', '/').slice(0, 70)} | ${fault} | ${sent} | ${lost} | ${twice} |`,
          );
          if (outcome.wrong) wrong.push(`${fault} ${when} ${label}: ${outcome.wrong}`);
        }
      }
    }
    table.push(`${rig.steps.length} steps, ${happened} stops`);
    expect(wrong).toEqual([]);
    expect(happened).toBeGreaterThan(60);
  }, 3_600_000);
});
