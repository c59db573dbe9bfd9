import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Tx } from '../db.ts';
import type { Lesson } from './filing-rule.policy.ts';
import { ruleSentence } from './filing-rule.policy.ts';
import {
  findRuleOfLink,
  insertFilingRule,
  lockFilingRule,
  lockRuleInForce,
  setFilingRule,
  type FilingRuleRow,
} from './filing-rule.queries.ts';

// Events of rules stand in no package's trail: a rule's words may come from a bid that its readers may not see.
type Taught = { emailId: string; lesson: Lesson; package: { id: string; code: string } };

async function switchOff(tx: Tx, actor: Actor, rule: FilingRuleRow, emailId: string): Promise<void> {
  await setFilingRule(tx, rule.id, { ...rule, enabled: false });
  await recordEvent(tx, actor, {
    entityType: 'filing_rule',
    entityId: rule.id,
    eventType: 'filing_rule_contradicted',
    before: { rule: ruleSentence(rule), enabled: true },
    after: { enabled: false },
    evidence: [{ type: 'email', id: emailId }],
  });
}

/**
 * Keeps what filing a message by hand teaches, in the transaction that files it. The same rule for the same package is
 * left as it stands; one for another package is contradicted: it is switched off and the new one stands in its place.
 * Returns the new rule's id, or null where nothing new was taught.
 */
export async function teachRule(
  tx: Tx,
  actor: Actor,
  { emailId, lesson, package: pkg }: Taught,
): Promise<string | null> {
  const old = await lockRuleInForce(tx, lesson.sender, lesson.wordsKey);
  if (old?.packageId === pkg.id) return null;
  if (old) await switchOff(tx, actor, old, emailId);
  const id = await insertFilingRule(tx, {
    ...lesson,
    packageId: pkg.id,
    emailId,
    taughtBy: actor.kind === 'user' ? actor.userId : null,
    replaces: old?.id ?? null,
  });
  await recordEvent(tx, actor, {
    entityType: 'filing_rule',
    entityId: id,
    eventType: 'filing_rule_taught',
    after: { rule: ruleSentence({ ...lesson, package: pkg.code }), ...(old ? { instead: ruleSentence(old) } : {}) },
    evidence: [{ type: 'email', id: emailId }],
  });
  return id;
}

/** A message that a rule filed was taken away from its package by hand: the rule was wrong and is switched off. */
export async function contradictRule(tx: Tx, actor: Actor, emailId: string, packageId: string): Promise<void> {
  const id = await findRuleOfLink(tx, emailId, packageId);
  const rule = id === null ? null : await lockFilingRule(tx, id);
  if (rule?.enabled && rule.packageId === packageId) await switchOff(tx, actor, rule, emailId);
}
