/** What a person can be told. The same list stands in the table's check. */
export const NOTIFICATION_KINDS = [
  'approval_turn',
  'approval_decided',
  'approval_superseded',
  'approval_withdrawn',
  'approval_expired',
  'approval_edited',
  'task_assigned',
  'task_overdue',
  'comment_added',
  'mentioned',
  'mail_filed',
  'mail_bounced',
  'mail_failed',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What a person may have told him by mail at once; the rest waits in the app and in the digest. */
export const MAIL_CHOICES = ['mailTurn', 'mailAssigned', 'mailComments'] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

const MAILED: Partial<Record<NotificationKind, MailChoice>> = {
  approval_turn: 'mailTurn',
  task_assigned: 'mailAssigned',
  comment_added: 'mailComments',
  mentioned: 'mailComments',
};

/** The preference under which this is mailed at once; null: never. */
export function mailChoiceOf(kind: NotificationKind): MailChoice | null {
  return MAILED[kind] ?? null;
}

type Person = string | null;

/**
 * What happened, with the people it may concern, by id. `hands`: everybody who had a hand in a request (requester,
 * suggestion acceptor, editors). `concerned`: whose row a comment is on, and who wrote there before.
 */
export type Happening =
  | { what: 'approval_requested'; turn: Person }
  | { what: 'approval_decided'; hands: readonly string[]; turn: Person }
  | { what: 'approval_superseded' | 'approval_expired'; hands: readonly string[]; formerTurn: Person }
  | { what: 'approval_withdrawn'; formerTurn: Person; approvers: readonly string[] }
  | {
      what: 'approval_edited';
      hands: readonly string[];
      formerTurn: Person;
      turn: Person;
      approvers: readonly string[];
    }
  | { what: 'task_assigned'; assignee: Person }
  | { what: 'task_overdue'; assignee: Person; buyer: Person }
  | { what: 'commented'; mentioned: readonly string[]; concerned: readonly Person[] }
  | { what: 'mail_filed'; buyer: Person }
  | { what: 'mail_bounced' | 'mail_failed'; sender: Person };

export type Telling = { userId: string; kind: NotificationKind };

/** In the order of weight: who is concerned in two ways is told the first. */
function tellings(happening: Happening): [NotificationKind, readonly Person[]][] {
  switch (happening.what) {
    case 'approval_requested':
      return [['approval_turn', [happening.turn]]];
    case 'approval_decided':
      return [
        ['approval_turn', [happening.turn]],
        ['approval_decided', happening.hands],
      ];
    case 'approval_superseded':
    case 'approval_expired':
      return [[happening.what, [...happening.hands, happening.formerTurn]]];
    case 'approval_withdrawn':
      return [['approval_withdrawn', [happening.formerTurn, ...happening.approvers]]];
    case 'approval_edited':
      return [
        ['approval_turn', [happening.turn]],
        ['approval_edited', [...happening.hands, happening.formerTurn, ...happening.approvers]],
      ];
    case 'task_assigned':
      return [['task_assigned', [happening.assignee]]];
    case 'task_overdue':
      return [['task_overdue', [happening.assignee, happening.buyer]]];
    case 'commented':
      return [
        ['mentioned', happening.mentioned],
        ['comment_added', happening.concerned],
      ];
    case 'mail_filed':
      return [['mail_filed', [happening.buyer]]];
    case 'mail_bounced':
    case 'mail_failed':
      return [[happening.what, [happening.sender]]];
  }
}

/**
 * Who is told what of a happening: each person once, nobody of his own act. `actorId` null: the product itself, of
 * which everybody concerned is told. Whether a person is active, and may read the message that it rests on, is checked
 * where the rows are written and read.
 */
export function whoIsTold(happening: Happening, actorId: string | null): Telling[] {
  const told = new Map<string, NotificationKind>();
  for (const [kind, people] of tellings(happening))
    for (const person of people) {
      if (person !== null && person !== actorId && !told.has(person)) told.set(person, kind);
    }
  return [...told].map(([userId, kind]) => ({ userId, kind }));
}
