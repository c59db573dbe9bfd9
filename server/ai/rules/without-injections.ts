import { isInjection } from './find-injection.ts';
import type { Sentence } from './split-sentences.ts';

/** Sentences that speak to the machine are not read: from the first such on, the rest of its paragraph. */
export function withoutInjections(sentences: Sentence[]): Sentence[] {
  const bad = new Set(sentences.filter(({ text }) => isInjection(text)).map(({ paragraph }) => paragraph));
  const only = (paragraph: number) => sentences.filter((one) => one.paragraph === paragraph);
  const hit = new Set<Sentence>();
  for (const paragraph of bad) {
    const inside = only(paragraph);
    const first = inside.findIndex(({ text }) => isInjection(text));
    for (const one of inside.slice(first)) hit.add(one);
  }
  return sentences.filter((one) => !hit.has(one));
}
