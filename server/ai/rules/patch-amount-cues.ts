import { anyOf, oneOf, phrases, wholeWords } from './phrases.ts';

/** All patterns run over folded text. */

export type AmountCue = { field: 'contractAmount' | 'budgetAmount'; pattern: RegExp; vendor: boolean };

export const AMOUNT_CUES: AmountCue[] = [
  {
    field: 'budgetAmount',
    vendor: false,
    pattern: anyOf(
      oneOf(phrases`
      (?<!\b(?:over|within|under|above|below|exceeds? the|exceeding the) )\bbudget\b(?! (?:review|meeting|holder|year|code|line))
      \bcost plan\b
    `),
    ),
  },
  {
    field: 'contractAmount',
    vendor: true,
    pattern: anyOf(
      wholeWords(phrases`
      auftragswert | auftragssumme | vertragswert | vertragssumme | bestellwert | vertragspreis | contractwaarde
      orderwaarde | contractprijs
    `),
      oneOf(phrases`
      \b(?:(?:sub)?contract|order|po|purchase order)(?:'s)? (?:value|price|sum|amount|total)\b
      \b(?:value|price|sum|amount) of the .{0,50}?\b(?:contract|order|po)\b
      \b(?:contract|order) (?:now )?(?:increases|rises|grows|goes up|is increased|is reduced|is now worth|decreases|falls)\b
      \b(?:tak(?:es|ing)|bring(?:s|ing)|rais(?:es|ing)|increas(?:es|ing)|reduc(?:es|ing)|lower(?:s|ing)) (?:the |our |your )?(?:[\w-]+ ){0,4}?(?:contract|order)(?: value| price| sum| amount)? to\b
      \bagreed (?:price|sum|value|contract)\b | \b(?:importe|valor|precio) del (?:contrato|pedido)\b
      \b(?:montant|prix|valeur) (?:du|de la) (?:contrat|marche|commande)\b
      \b(?:valore|importo|prezzo) (?:contrattuale|del contratto|dell'ordine)\b
      \bwartosc (?:kontraktu|umowy|zamowienia)\b | 合同(?:总)?(?:金额|价格|价|额|总价)
    `),
    ),
  },
];
