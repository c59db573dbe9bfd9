/** An amount said in a text, in major units. `currency`: ISO 4217, null when the sign is shared or missing. */
export type MoneyHit = { start: number; end: number; amount: number; currency: string | null };

const CURRENCIES: [RegExp, string][] = [
  [/^(?:eur|euros?|€)$/, 'EUR'],
  [/^(?:gbp|£|pounds?|sterling|quid)$/, 'GBP'],
  [/^(?:usd|us\$|us dollars?|\$|dollars?)$/, 'USD'],
  [/^(?:cny|rmb|yuan|元|人民币|¥|renminbi)$/, 'CNY'],
  [/^(?:jpy|yen|円)$/, 'JPY'],
  [/^(?:chf|sfr\.?|franken)$/, 'CHF'],
  [/^(?:sek|nok|dkk|pln|aed|sar|cad|aud|inr|sgd)$/, ''],
];
const SIGN =
  '(?:eur|euros?|€|gbp|£|usd|us\\$|\\$|cny|rmb|¥|人民币|jpy|chf|sfr\\.?|sek|nok|dkk|pln|aed|sar|cad|aud|inr|sgd)';
const SIGN_AFTER =
  '(?:eur|euros?|€|gbp|£|pounds?|usd|us dollars?|dollars?|cny|rmb|yuan|元|人民币|jpy|yen|chf|sek|nok|dkk|pln|aed|sar|cad|aud|inr|sgd)';
const NUMBER = "\\d{1,3}(?:[ .,']\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d+)?";
const SCALE = '(?:k|m|mn|mln|mio\\.?|bn|million(?:en|s)?|millones|milioni|milhoes|mill\\.|thousand|tausend|mil|万|亿)';
const BEFORE = new RegExp(
  `(?<![\\p{L}\\d])(${SIGN})[ ]?(${NUMBER})(?![\\d])(?:[ ]?(${SCALE})(?![\\p{Script=Latin}]))?`,
  'gu',
);
const AFTER = new RegExp(
  `(?<![\\p{L}\\d.,])(${NUMBER})[ ]?(${SCALE})?[ ]?(${SIGN_AFTER})(?![\\p{Script=Latin}])`,
  'gu',
);

const SCALES: [RegExp, number][] = [
  [/^(?:k|thousand|tausend|mil)$/, 1e3],
  [/^(?:万)$/, 1e4],
  [/^(?:bn)$/, 1e9],
  [/^(?:亿)$/, 1e8],
];

function currencyOf(sign: string): string | null {
  const found = CURRENCIES.find(([pattern]) => pattern.test(sign));
  return found ? found[1] || sign.toUpperCase() : null;
}

/** A number as people write it: 3,968,500.00, 3.968.500,00, 3 968 500, 1.25 (scaled). */
function amountOf(text: string, scale: string | undefined): number {
  let digits = text.replace(/[ ']/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last >= 0) {
    const mark = digits[last]!;
    const repeated = digits.indexOf(mark) !== last;
    const both = digits.includes('.') && digits.includes(',');
    const grouped = repeated || (!both && digits.length - last === 4 && scale === undefined);
    const whole = digits.slice(0, last).replace(/[.,]/g, '');
    const rest = digits.slice(last + 1).replace(/[.,]/g, '');
    digits = grouped ? whole + rest : `${whole}.${rest}`;
  }
  const factor = scale === undefined ? 1 : (SCALES.find(([pattern]) => pattern.test(scale))?.[1] ?? 1e6);
  return Math.round(Number(digits) * factor * 100) / 100;
}

/** The amounts of a folded text with a currency before or behind them, in order. */
export function findMoney(folded: string): MoneyHit[] {
  const text = folded.slice(0, 4000);
  const hits: MoneyHit[] = [];
  const add = (start: number, length: number, number: string, scale: string | undefined, sign: string) => {
    const amount = amountOf(number, scale);
    const end = start + length;
    if (!Number.isFinite(amount) || amount <= 0 || amount > 1e13) return;
    if (hits.every((hit) => end <= hit.start || start >= hit.end))
      hits.push({ start, end, amount, currency: currencyOf(sign) });
  };
  for (const m of text.matchAll(BEFORE)) add(m.index, m[0].length, m[2]!, m[3], m[1]!);
  for (const m of text.matchAll(AFTER)) add(m.index, m[0].length, m[1]!, m[2], m[3]!);
  return hits.sort((a, b) => a.start - b.start);
}
