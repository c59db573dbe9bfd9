import { findMoney } from './find-money.ts';
import { AMOUNT_CUES } from './patch-amount-cues.ts';
import { AMOUNT_CHANGE, NEW_VALUE, OLD_VALUE, UNCHANGED } from './patch-change.ts';
import type { FactInput, FieldValue } from './fact.ts';

const REACH = 110;
const STEP_BEFORE =
  /\b(?:by|um|en|de|di|met|o|increase of|reduction of|saving of|rise of|cut of|plus|additional|extra|minus|less)\s*(?:a further )?$/u;
/** Behind an amount that is a part of the value. */
const PART_OF_VALUE = /^\s*(?:of|from|off) (?:the|our|your)\b/u;
/** Before an amount that is not the price of the award. */
const OTHER_PRICE =
  /\b(?:budget\w*|sav\w+|below|under|over|above|less|more|against|instead|cheaper|dearer|estimate\w*|was|bond|guarantee|advance)\b/u;
const AT_BEFORE = /\b(?:at|for|of|to|zu|fur|a|por|pour|per|voor|za|value|price|worth)\s*$/u;

/** Amounts that a sentence sets: contract value (both sides agreed, or ours says so), budget, and the price of an award. */
export function readAmounts(fact: FactInput, status: readonly FieldValue[]): FieldValue[] {
  const { folded, pkg, ours, agreed } = fact;
  const money = findMoney(folded).filter(({ currency }) => currency === null || currency === pkg.currency);
  if (money.length === 0) return [];
  const values: FieldValue[] = [];
  for (const { field, pattern, vendor } of AMOUNT_CUES) {
    if (!ours && (!vendor || !agreed)) continue;
    const cue = pattern.exec(folded);
    if (!cue) continue;
    const from = cue.index;
    const near = money.filter(({ start, end }) => start >= from - 50 && end <= cue.index + cue[0].length + REACH);
    const around = folded.slice(Math.max(0, from - 60), cue.index + cue[0].length + REACH);
    const labelled = near.length > 0 && /[:=]\s*$/u.test(folded.slice(Math.max(0, near[0]!.start - 3), near[0]!.start));
    if (
      near.length === 0 ||
      !(labelled || AMOUNT_CHANGE.test(around)) ||
      UNCHANGED.test(folded.slice(cue.index, near[0]!.start))
    )
      continue;
    const before = (start: number) => folded.slice(Math.max(0, start - 28), start);
    const open = near.filter(
      ({ start, end, amount }) =>
        !OLD_VALUE.test(before(start)) && amount !== pkg[field] && !PART_OF_VALUE.test(folded.slice(end, end + 24)),
    );
    const whole = open.filter(({ start }) => !STEP_BEFORE.test(before(start)));
    const found =
      whole.find(({ start }) => NEW_VALUE.test(before(start))) ??
      whole.find(({ start }) => start > cue.index) ??
      whole[0];
    if (found) values.push({ field, value: found.amount });
  }
  const awarded = status.some(({ field, value }) => field === 'status' && value === 'awarded');
  if (awarded && ours && !values.some(({ field }) => field === 'contractAmount')) {
    const before = (start: number) => folded.slice(Math.max(0, start - 24), start);
    const price =
      money.find(({ start }) => AT_BEFORE.test(before(start))) ??
      (money.length === 1 ? money.find(({ start }) => !OTHER_PRICE.test(before(start))) : undefined);
    if (price && price.amount !== pkg.contractAmount) values.push({ field: 'contractAmount', value: price.amount });
  }
  return values;
}
