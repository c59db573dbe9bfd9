import { describe, expect, it } from 'vitest';
import {
  type Happening,
  mailChoiceOf,
  NOTIFICATION_KINDS,
  whoIsTold,
} from '../../../server/notifications/notification.policy.ts';

const [A, B, C, D] = ['alice', 'bob', 'charlie', 'dora'] as const;

/** From PRODUCT.md and docs/decisions/031 by hand: what happened, who did it (null: PMIS), and who is told what. */
const TABLE: [what: string, happening: Happening, actor: string | null, told: Record<string, string>][] = [
  ['asked', { what: 'approval_requested', turn: C }, A, { charlie: 'approval_turn' }],
  ['asked, and nobody can decide', { what: 'approval_requested', turn: null }, A, {}],
  ['decided', { what: 'approval_decided', hands: [A], turn: null }, C, { alice: 'approval_decided' }],
  [
    'approved by the first of two',
    { what: 'approval_decided', hands: [A, B], turn: D },
    C,
    { dora: 'approval_turn', alice: 'approval_decided', bob: 'approval_decided' },
  ],
  ['applied by the policy at once', { what: 'approval_decided', hands: [A], turn: null }, A, {}],
  [
    'superseded on decision',
    { what: 'approval_superseded', hands: [A], formerTurn: C },
    C,
    { alice: 'approval_superseded' },
  ],
  [
    'superseded on the decision of another than whose turn it was',
    { what: 'approval_superseded', hands: [A], formerTurn: D },
    C,
    { alice: 'approval_superseded', dora: 'approval_superseded' },
  ],
  [
    'expired',
    { what: 'approval_expired', hands: [A], formerTurn: C },
    null,
    { alice: 'approval_expired', charlie: 'approval_expired' },
  ],
  [
    'withdrawn after one approval',
    { what: 'approval_withdrawn', formerTurn: D, approvers: [C] },
    A,
    { dora: 'approval_withdrawn', charlie: 'approval_withdrawn' },
  ],
  [
    'edited, and the turn moves',
    { what: 'approval_edited', hands: [A], formerTurn: C, turn: D, approvers: [] },
    B,
    { dora: 'approval_turn', alice: 'approval_edited', charlie: 'approval_edited' },
  ],
  [
    'edited, and the turn stays: told of the turn alone',
    { what: 'approval_edited', hands: [A], formerTurn: C, turn: C, approvers: [D] },
    A,
    { charlie: 'approval_turn', dora: 'approval_edited' },
  ],
  ['given to somebody', { what: 'task_assigned', assignee: B }, A, { bob: 'task_assigned' }],
  ['taken by oneself', { what: 'task_assigned', assignee: A }, A, {}],
  ['given to nobody', { what: 'task_assigned', assignee: null }, A, {}],
  ['overdue', { what: 'task_overdue', assignee: A, buyer: B }, null, { alice: 'task_overdue', bob: 'task_overdue' }],
  ['overdue, the buyer’s own', { what: 'task_overdue', assignee: B, buyer: B }, null, { bob: 'task_overdue' }],
  ['overdue, nobody’s', { what: 'task_overdue', assignee: null, buyer: B }, null, { bob: 'task_overdue' }],
  [
    'a comment that names its row’s owner and another',
    { what: 'commented', mentioned: [B, D], concerned: [B, C, null, A] },
    A,
    { bob: 'mentioned', dora: 'mentioned', charlie: 'comment_added' },
  ],
  ['a comment to oneself', { what: 'commented', mentioned: [A], concerned: [A] }, A, {}],
  ['mail filed by PMIS', { what: 'mail_filed', buyer: B }, null, { bob: 'mail_filed' }],
  ['mail filed by its buyer', { what: 'mail_filed', buyer: B }, B, {}],
  ['mail filed without a buyer', { what: 'mail_filed', buyer: null }, null, {}],
  ['mail bounced', { what: 'mail_bounced', sender: B }, null, { bob: 'mail_bounced' }],
  ['mail not sent', { what: 'mail_failed', sender: B }, null, { bob: 'mail_failed' }],
];

describe('who is told', () => {
  it.each(TABLE)('%s', (_what, happening, actor, told) => {
    expect(Object.fromEntries(whoIsTold(happening, actor).map(({ userId, kind }) => [userId, kind]))).toEqual(told);
  });

  it('every kind of notification has a line, and nobody is ever told of his own act', () => {
    const kinds = new Set(TABLE.flatMap(([, , , told]) => Object.values(told)));
    expect([...kinds].sort()).toEqual([...NOTIFICATION_KINDS].sort());
    for (const [, happening] of TABLE)
      for (const actor of [A, B, C, D])
        expect(whoIsTold(happening, actor).map(({ userId }) => userId)).not.toContain(actor);
  });

  it('mails at once what waits for one, what one is given, and what one is told in comments; nothing else', () => {
    const mailed = NOTIFICATION_KINDS.flatMap((kind) => (mailChoiceOf(kind) ? [`${kind}: ${mailChoiceOf(kind)}`] : []));
    expect(mailed).toEqual([
      'approval_turn: mailTurn',
      'task_assigned: mailAssigned',
      'comment_added: mailComments',
      'mentioned: mailComments',
    ]);
  });
});
