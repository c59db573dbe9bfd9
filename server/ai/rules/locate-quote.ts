import type { Evidence } from './understanding.ts';

const LONGEST = 600;

/**
 * A quote's place in a message's text: as it stands, else with other white space or quotation marks between its words.
 * Null when the text does not hold it: then there is no evidence.
 */
export function locateQuote(text: string, quote: string): Evidence | null {
  const wanted = quote.trim();
  if (wanted.length < 2 || wanted.length > LONGEST) return null;
  const at = text.indexOf(wanted);
  if (at >= 0) return { evidence: wanted, start: at, end: at + wanted.length };
  const words = wanted.split(/[\s>|]+/).filter((word) => word !== '');
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s>|]{1,40}');
  const found = new RegExp(pattern, 'u').exec(text);
  return found ? { evidence: found[0], start: found.index, end: found.index + found[0].length } : null;
}
