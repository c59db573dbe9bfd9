import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ChatContext, LastTurn } from '../../../../server/ai/chat-rules/intent.ts';
import { readIntent } from '../../../../server/ai/chat-rules/read-intent.ts';
import { appRoot } from '../../../../server/app-root.ts';
import { devWorld } from '../../../eval/dev-world.ts';
import { ownQueries } from '../../../eval/own-queries.ts';

const file = JSON.parse(readFileSync(path.join(appRoot, 'server/seed/northgate.json'), 'utf8')) as {
  users: { id: string; email: string; name: string; role: string }[];
};
const world = devWorld(file);

function context(id: string, last: LastTurn | null = null): ChatContext {
  const { email, name, role } = file.users.find((one) => one.id === id)!;
  const may = role !== 'viewer';
  return { world, today: '2026-03-05', user: { email, name, mayPropose: may, mayWriteTasks: may }, last };
}

const ACTION = {
  read: 'query',
  create_task: 'create_task',
  move_task: 'create_task',
  propose_change: 'propose_patch',
  refuse: 'refuse',
  clarify: 'clarify',
} as const;

const asked: LastTurn = {
  query: 'What is the delivery date of P-010?',
  action: 'query',
  tool: 'get_package',
  args: { package: 'P-010' },
  packages: ['P-010'],
  task: null,
};

describe('what a question asks', () => {
  // What changes nothing is found on the package's row, not in the words.
  const wordsOnly = ownQueries.filter(([, , text]) => !text.includes('Trayline Industries Ltd'));
  it.each(wordsOnly)('%s for %s: %s', (want, user, text) => {
    expect(ACTION[readIntent(text, context(user)).kind]).toBe(want);
  });

  it('moves a date by what is said from where it stands', () => {
    const intent = readIntent('push back the delivery of P-010 by two weeks', context('U-02'));
    expect(intent).toMatchObject({ package: 'P-010', changes: [{ field: 'deliveryDate', value: '2026-08-28' }] });
  });

  it('reads several fields of one order, each with its own value', () => {
    const intent = readIntent('Set P-014 FAT to 19 May and delivery to 12 June', context('U-03'));
    expect(intent).toMatchObject({
      changes: [
        { field: 'fatDate', value: '2026-05-19' },
        { field: 'deliveryDate', value: '2026-06-12' },
      ],
    });
  });

  it('reckons amounts from the present one', () => {
    const intent = readIntent('reduce the contract value of P-005 by 50k', context('U-02'));
    expect(intent).toMatchObject({ changes: [{ field: 'contractAmount', value: 2_300_000 }] });
  });

  it('follows up on the package talked about', () => {
    const intent = readIntent('and its buyer?', context('U-02', asked));
    expect(intent).toMatchObject({ tool: 'get_package', args: { package: 'P-010' }, facets: ['buyer'] });
    expect(readIntent('and P-006?', context('U-02', asked))).toMatchObject({
      args: { package: 'P-006' },
      facets: ['deliveryDate'],
    });
  });

  it('takes the answer to what it asked back', () => {
    const last = { ...asked, query: 'change the delivery date', action: 'clarify', tool: null, args: {}, packages: [] };
    expect(readIntent('P-010, to 20 August', context('U-02', last as LastTurn))).toMatchObject({
      kind: 'propose_change',
      package: 'P-010',
      changes: [{ field: 'deliveryDate', value: '2026-08-20' }],
    });
  });

  it('corrects the task that it made', () => {
    const args = { title: 'Call', package: 'P-002', assignee: 'a@northgate.example', due: '2026-03-09' };
    const last = { ...asked, action: 'create_task', tool: 'create_task', args, task: 'T-200' } as LastTurn;
    expect(readIntent('make it Friday instead', context('U-02', last))).toMatchObject({
      kind: 'move_task',
      code: 'T-200',
      args: { due: '2026-03-06' },
    });
  });
});
