import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { findPackageForFiling } from '../packages/filing.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { ruleSentence, wordsKey } from './filing-rule.policy.ts';
import {
  type FilingRuleRow,
  getFilingRule,
  lockFilingRule,
  lockRuleInForce,
  setFilingRule,
} from './filing-rule.queries.ts';
import { changeFilingRuleInput, type FilingRuleJson } from './filing-rule.schema.ts';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The rule, held for a change. Throws not_found. */
export async function holdFilingRule(tx: Tx, id: string | undefined): Promise<FilingRuleRow> {
  const rule = id !== undefined && UUID.test(id) ? await lockFilingRule(tx, id) : null;
  if (!rule) throw new DomainError('not_found', 'There is no such filing rule.');
  return rule;
}

const wrong = (field: string, message: string) => new DomainError('invalid', message, { fields: [{ field, message }] });

/**
 * Changes a rule's words or package, or switches it on or off. The same again changes nothing. Throws forbidden (admins
 * only), not_found, invalid (unknown package, words that tell nothing), conflict (a stale version, an equal rule).
 */
export async function changeFilingRule(
  db: Db,
  actor: Actor,
  id: string | undefined,
  body: unknown,
): Promise<FilingRuleJson> {
  requireCan(actor, 'policy.manage');
  return db.transaction().execute(async (tx) => {
    const rule = await holdFilingRule(tx, id);
    const input = changeFilingRuleInput.parse(body);
    if (input.expectedVersion !== undefined && input.expectedVersion !== rule.version)
      throw new DomainError('conflict', 'Somebody changed this rule. Look again, then decide.', {
        version: rule.version,
      });
    const pkg = input.package === undefined ? null : await findPackageForFiling(tx, input.package);
    if (input.package !== undefined && !pkg) throw wrong('package', `There is no package ${input.package}.`);
    const words = input.words ?? rule.words;
    const key = wordsKey(words);
    if (key === '') throw wrong('words', 'Give at least one word of three letters that tells mail apart.');
    const after = {
      words,
      wordsKey: key,
      packageId: pkg?.id ?? rule.packageId,
      enabled: input.enabled ?? rule.enabled,
    };
    const same = after.words === rule.words && after.packageId === rule.packageId && after.enabled === rule.enabled;
    if (!same) {
      const other = after.enabled ? await lockRuleInForce(tx, rule.sender, key) : null;
      if (other && other.id !== rule.id)
        throw new DomainError('conflict', `There is a rule for this already: ${ruleSentence(other)}.`);
      await setFilingRule(tx, rule.id, after);
      await recordEvent(tx, actor, {
        entityType: 'filing_rule',
        entityId: rule.id,
        eventType: 'filing_rule_changed',
        before: { rule: ruleSentence(rule), enabled: rule.enabled },
        after: { rule: ruleSentence({ ...rule, words, package: pkg?.code ?? rule.package }), enabled: after.enabled },
      });
    }
    return (await getFilingRule(tx, rule.id))!;
  });
}
