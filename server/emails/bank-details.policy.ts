const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;

const WORDS =
  /\b(?:bank(?:ing)? (?:account|details?|coordinates|information)|(?:new|changed?|updated?|our) account (?:details?|number|no\b)|account (?:details|number|no\.?)\s*:|beneficiary (?:account|bank|name)|remit(?:tance)? (?:to|details|address)|sort code|routing (?:number|no\.?)|swift(?:[ /-]?bic)?(?: code)?\s*:|\bbic\s*:|iban\b|bankverbindung|kontoverbindung|kontonummer|bankdaten|coordonn[ée]es bancaires|relev[ée] d.identit[ée] bancaire|datos bancarios|cuenta bancaria|coordinate bancarie|dados banc[áa]rios|bankoplysninger|rachun(?:ek|ku) bankow)/iu;
const WORDS_OF_OTHER_SCRIPTS =
  /银行账户|银行账号|銀行口座|振込先|банковск(?:ие|их) реквизит|расч[её]тн(?:ый|ого) сч[её]т/iu;

/** ISO 13616: the IBAN's check digits. */
function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '');
  if (compact.length < 15 || compact.length > 34) return false;
  const digits = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/**
 * Whether a text speaks of bank details: payment fraud begins there, so the reader is told to call the vendor on a
 * number that he already has (PRODUCT.md, Email).
 */
export function mentionsBankDetails(text: string): boolean {
  if (WORDS.test(text) || WORDS_OF_OTHER_SCRIPTS.test(text)) return true;
  return [...text.matchAll(IBAN)].some(([match]) => isIban(match));
}

const CHANGED =
  /\b(?:new|changed?|changes|updated?|different|revised|amended|neuen?|neues?|ge[äa]ndert\w*|nouve(?:aux|lles?)|nuev[oa]s?|nuov[aeio]|zmian\w*|now[ey])\b.{0,40}\b(?:bank\w*|account|iban|konto\w*|coordonn[ée]es|cuenta|coordinate|rachun\w*)/isu;

/**
 * Whether a text announces other bank details. For what stands under a signature too, where many companies name their
 * account in every mail: that alone is no news, a change is.
 */
export function announcesBankChange(text: string): boolean {
  return CHANGED.test(text);
}
