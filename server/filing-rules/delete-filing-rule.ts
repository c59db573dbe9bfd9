import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { canDo } from '../users/role.policy.ts';
import { holdFilingRule } from './change-filing-rule.ts';
import { ruleSentence } from './filing-rule.policy.ts';
import {
  type FilingRuleRow,
  lockFilingRule,
  lockRuleInForce,
  setFilingRule,
  setFilingRuleDeleted,
} from './filing-rule.queries.ts';

async function remove(tx: Tx, actor: Actor, rule: FilingRuleRow, eventType: string): Promise<void> {
  await setFilingRuleDeleted(tx, rule.id);
  await recordEvent(tx, actor, {
    entityType: 'filing_rule',
    entityId: rule.id,
    eventType,
    before: { rule: ruleSentence(rule), enabled: rule.enabled },
  });
}

/** Takes a rule off the list for good; what it filed stays filed. Throws forbidden (admins only), not_found. */
export async function deleteFilingRule(
  db: Db,
  actor: Actor,
  id: string | undefined,
): Promise<{ id: string; deleted: true }> {
  requireCan(actor, 'policy.manage');
  return db.transaction().execute(async (tx) => {
    const rule = await holdFilingRule(tx, id);
    await remove(tx, actor, rule, 'filing_rule_deleted');
    return { id: rule.id, deleted: true };
  });
}

/**
 * Takes back what one's own filing has just taught; the rule that it had contradicted is in force again. Throws
 * forbidden (somebody else's lesson, unless an admin asks), not_found.
 */
export async function forgetLesson(
  db: Db,
  actor: Actor,
  id: string | undefined,
): Promise<{ id: string; rule: string }> {
  requireCan(actor, 'email.file');
  return db.transaction().execute(async (tx) => {
    const rule = await holdFilingRule(tx, id);
    const own = actor.kind === 'user' && rule.taughtBy === actor.userId;
    if (!own && !canDo(actor, 'policy.manage'))
      throw new DomainError('forbidden', 'Somebody else taught this; an admin may change it.');
    await remove(tx, actor, rule, 'filing_rule_forgotten');
    const old = rule.replaces === null ? null : await lockFilingRule(tx, rule.replaces);
    if (old && !old.enabled && !(await lockRuleInForce(tx, old.sender, old.wordsKey))) {
      await setFilingRule(tx, old.id, { ...old, enabled: true });
      await recordEvent(tx, actor, {
        entityType: 'filing_rule',
        entityId: old.id,
        eventType: 'filing_rule_changed',
        before: { rule: ruleSentence(old), enabled: false },
        after: { rule: ruleSentence(old), enabled: true },
      });
    }
    return { id: rule.id, rule: ruleSentence(rule) };
  });
}
