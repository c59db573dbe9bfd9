import { describe, expect, it } from 'vitest';
import { findMoney } from '../../../../server/ai/rules/find-money.ts';
import { foldText } from '../../../../server/ai/rules/fold-text.ts';

const moneyOf = (text: string) => findMoney(foldText(text)).map(({ amount, currency }) => [amount, currency]);

describe('findMoney', () => {
  it.each([
    ['EUR 3,968,500.00', 3968500, 'EUR'],
    ['3.968.500,00 EUR', 3968500, 'EUR'],
    ['€ 1 250 000', 1250000, 'EUR'],
    ['£950k', 950000, 'GBP'],
    ['GBP 6.42m', 6420000, 'GBP'],
    ['1,25 Mio. EUR', 1250000, 'EUR'],
    ['USD 398,500', 398500, 'USD'],
    ['$890000', 890000, 'USD'],
    ['人民币560万', 5600000, 'CNY'],
    ['5,600,000元', 5600000, 'CNY'],
    ['GBP 120,000.', 120000, 'GBP'],
    ['EUR 99.95', 99.95, 'EUR'],
  ])('reads %s', (text, amount, currency) => {
    expect(moneyOf(`the price is ${text}`)).toEqual([[amount, currency]]);
  });

  it.each(['PO 4500018821', '22 units', '38 %', '132/33 kV', 'in 2026'])('reads no amount in %s', (text) => {
    expect(moneyOf(text)).toEqual([]);
  });
});
