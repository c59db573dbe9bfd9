/** ISO 4217 (list one, active national currencies) by the number of decimals of the minor unit. */
const ZERO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const TWO_DECIMALS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP ' +
  'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
  'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
  'NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB ' +
  'TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG';
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND';

const DECIMALS: ReadonlyMap<string, number> = new Map([
  ...ZERO_DECIMALS.split(' ').map((code): [string, number] => [code, 0]),
  ...TWO_DECIMALS.split(' ').map((code): [string, number] => [code, 2]),
  ...THREE_DECIMALS.split(' ').map((code): [string, number] => [code, 3]),
]);

/** Every accepted currency code, sorted. */
export const CURRENCIES: readonly string[] = [...DECIMALS.keys()].sort();

/** Whether the text is an active ISO 4217 currency code, in capitals. */
export function isCurrency(code: unknown): code is string {
  return typeof code === 'string' && DECIMALS.has(code);
}

/** Decimals of the currency's minor unit (EUR 2, JPY 0, KWD 3). Throws RangeError on an unknown code. */
export function decimalsOf(currency: string): number {
  const decimals = DECIMALS.get(currency);
  if (decimals === undefined) throw new RangeError(`"${currency}" is not an ISO 4217 currency.`);
  return decimals;
}
