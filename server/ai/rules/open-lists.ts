import type { Sentence } from './split-sentences.ts';

/** What stands over a list of things that the reader owes. */
const OWED =
  /\b(?:(?:on|from) your (?:side|end|part)|from you|(?:open|outstanding|missing|pending) (?:points?|items?|actions?|documents?|inputs?)|we (?:still )?(?:need|require|await|miss)|your actions?|actions? (?:for|on) you|required from)\b.{0,40}[:：]\s*$/u;

/** The points of lists that the reader is to give: "Open on your side:" and the bullets below it. */
export function owedPoints(sentences: readonly Sentence[]): ReadonlySet<Sentence> {
  const owed = new Set<Sentence>();
  let open = false;
  for (const sentence of sentences) {
    if (!sentence.bullet) open = OWED.test(sentence.folded);
    else if (open) owed.add(sentence);
  }
  return owed;
}
