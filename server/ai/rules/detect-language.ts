import { eld } from 'eld/extrasmall';
import { isEastAsian } from './fold-text.ts';

const LONG_ENOUGH = 12;

/** ISO 639-1 code of a text's language, by eld on its first 2000 characters; null when the text is too short to say. */
export function detectLanguage(text: string): string | null {
  const sample = text.slice(0, 2000).trim();
  if (sample.length < LONG_ENOUGH) return null;
  const east = (sample.match(/[\u3400-\u9fff]/g) ?? []).length;
  if (isEastAsian(sample) && east * 5 > sample.length) return /[\u3040-\u30ff]/.test(sample) ? 'ja' : 'zh';
  return eld.detect(sample).language || null;
}
