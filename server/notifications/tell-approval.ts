import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { isPackageField, PACKAGE_FIELDS } from '../packages/package-fields.schema.ts';
import { setTurnsRead } from './notification.queries.ts';
import { type News, notify } from './notify.ts';

/** An approval as what is told about it names it. `on`: the code of its package, or its vendor's name. */
export type ToldApproval = {
  id: string;
  code: string;
  packageId: string | null;
  patchShown: Record<string, { from: unknown; to: unknown }>;
  on: string;
};

const MOST_NAMED = 2;

/** A patch in a few words: "status to awarded and contract amount on P-001". Never a quote: bids are not everyone's. */
export function changeWords({ patchShown, on }: Pick<ToldApproval, 'patchShown' | 'on'>): string {
  const words = Object.entries(patchShown).map(([field, { to }]) => {
    if (field === 'domains') return 'mail domains';
    const label = isPackageField(field) ? PACKAGE_FIELDS[field].label : field;
    const word = /^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
    return field === 'status' ? `${word} to ${String(to).replaceAll('_', ' ')}` : word;
  });
  const named = words.slice(0, MOST_NAMED);
  if (words.length > MOST_NAMED) named.push(`${words.length - MOST_NAMED} more`);
  const last = named.pop() ?? 'nothing';
  return `${named.length > 0 ? `${named.join(', ')} and ${last}` : last} on ${on}`;
}

type Told = Pick<News, 'happening' | 'sentence'> & { eventId: number };

async function tell(
  tx: Tx,
  actor: Actor,
  approval: ToldApproval,
  { happening, sentence, eventId }: Told,
): Promise<void> {
  await setTurnsRead(tx, approval.id);
  const { id, code, packageId } = approval;
  const about = { type: 'approval', id, code } as const;
  const mail = { title: changeWords(approval) };
  await notify(tx, actor, { happening, about, packageId, sentence, key: `event:${eventId}`, mail });
}

/** Tells whoever has the turn that a new request waits. */
export function tellRequested(
  tx: Tx,
  actor: Actor,
  approval: ToldApproval & { turn: string | null },
  eventId: number,
): Promise<void> {
  const sentence = `${actor.name} asks you to decide ${approval.code}: ${changeWords(approval)}.`;
  return tell(tx, actor, approval, {
    happening: { what: 'approval_requested', turn: approval.turn },
    sentence,
    eventId,
  });
}

/** Tells those who asked what was decided, and, while another decision is missing, whose turn it is. */
export function tellDecided(
  tx: Tx,
  actor: Actor,
  approval: ToldApproval & {
    hands: readonly string[];
    turn: string | null;
    outcome: 'pending' | 'applied' | 'rejected';
  },
  { eventId, reason }: { eventId: number; reason: string },
): Promise<void> {
  const { code, hands, turn, outcome } = approval;
  const change = changeWords(approval);
  const words = {
    pending: `${actor.name} approved ${code} (${change}); one more decision is needed.`,
    applied: `${actor.name} approved ${code}; it is applied: ${change}.`,
    rejected: `${actor.name} rejected ${code} (${change}): ${reason}`,
  };
  const sentence = {
    approval_decided: words[outcome],
    approval_turn: `${code} waits for your decision, the second: ${change}.`,
  };
  return tell(tx, actor, approval, { happening: { what: 'approval_decided', hands, turn }, sentence, eventId });
}

/** Tells those who asked, and whose turn it was, that a request ended without being applied, and why. */
export function tellEnded(
  tx: Tx,
  actor: Actor,
  approval: ToldApproval & { hands: readonly string[]; turn: string | null },
  { eventId, status, why }: { eventId: number; status: 'superseded' | 'apply_failed' | 'expired'; why: string },
): Promise<void> {
  const what = status === 'expired' ? 'approval_expired' : 'approval_superseded';
  const ended = { superseded: 'was superseded', apply_failed: 'could not be applied', expired: 'expired' }[status];
  const sentence = `${approval.code} (${changeWords(approval)}) ${ended}: ${why}`;
  const happening = { what, hands: approval.hands, formerTurn: approval.turn } as const;
  return tell(tx, actor, approval, { happening, sentence, eventId });
}

/** Tells whose turn it was, and who approved already, that the request was taken back. */
export function tellWithdrawn(
  tx: Tx,
  actor: Actor,
  approval: ToldApproval & { turn: string | null; approvers: readonly string[] },
  eventId: number,
): Promise<void> {
  const happening = { what: 'approval_withdrawn', formerTurn: approval.turn, approvers: approval.approvers } as const;
  const sentence = `${actor.name} withdrew ${approval.code} (${changeWords(approval)}); there is nothing to decide.`;
  return tell(tx, actor, approval, { happening, sentence, eventId });
}

/** Tells whose turn it is now, and everybody who had a hand in the request or decided it, that it was edited. */
export function tellEdited(
  tx: Tx,
  actor: Actor,
  approval: ToldApproval & {
    hands: readonly string[];
    formerTurn: string | null;
    turn: string | null;
    approvers: readonly string[];
  },
  eventId: number,
): Promise<void> {
  const { code, hands, formerTurn, turn, approvers } = approval;
  const change = changeWords(approval);
  const sentence = {
    approval_turn: `${actor.name} edited ${code}; it waits for your decision: ${change}.`,
    approval_edited: `${actor.name} edited ${code}, decisions begin anew: ${change}.`,
  };
  const happening = { what: 'approval_edited', hands, formerTurn, turn, approvers } as const;
  return tell(tx, actor, approval, { happening, sentence, eventId });
}
