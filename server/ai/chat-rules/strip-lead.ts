const LEAD =
  /^(?:(?:move on|moving on|next(?: question)?|quick question|one (?:more )?(?:question|thing)|\p{Lu}\p{L}+ here|hi|hello|hey|dear|good (?:morning|afternoon|evening)|ok|okay|right|so|then|and|also|now|well|yes|yep|sure|thanks|thank you|please|pls|plz|kindly|just|assistant|bot|pmis|can you|could you|would you|will you|can we|could we|shall we|can i ask you to|you can|you could|i want you to|i'd like you to|i would like you to|i need you to|i want to(?! (?:know|see|have|find out))|i'd like to(?! (?:know|see|have))|i would like to(?! (?:know|see|have))|i need to(?! (?:know|see|have|find out))|we need to(?! know)|we want to(?! know)|we have to|we should|i have to|let's|let us|lets|go ahead and|help me(?: to)?|be so kind as to|would you mind|maybe|also)(?:[\s,!.:–-]+|$))+/iu;

/** "I need the delivery date", "need to know when": told, not done. */
const WANTS_TO_KNOW =
  /^(?:i |we )?(?:just )?(?:need|want|would like|'d like)(?: to (?:know|see|have|get|find out)\b|(?= the (?:status|delivery|award|budget|contract|fat|list|total|date|price|history|buyer|vendor|current|latest|overview|summary)\b(?!.{0,40}\b(?:to (?:be )?|moved|changed|set)\b)))/u;

/** A sentence without its greeting and politeness: "could you please move …" → "move …". */
export function stripLead(text: string): string {
  const trimmed = text.trim();
  return trimmed.replace(LEAD, '') || trimmed;
}

const REASON =
  /[,;.]?\s*\b(?:because(?: of)?|due to|owing to|on account of|reason(?: is)?:?|the reason being)\b\s*(.{3,})$/isu;

/** A sentence without the reason that it gives, and the reason. */
export function splitReason(text: string): { text: string; reason: string | null } {
  const match = REASON.exec(text);
  if (!match || match.index < 8) return { text, reason: null };
  return { text: text.slice(0, match.index), reason: match[1]!.trim().replace(/[.\s]+$/, '') };
}

const ASKS =
  /^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can (?!you)|could (?!you)|should|will (?!you)|would (?!you)|may|show|list|display|give me|tell me|find|search|look up|get me|get|fetch|any|anything|summari[sz]e|summary|overview|count|total|sum|compare|explain|details?|info|report|check|status of|open|view|see|remind me[,:]? (?:again[,:]? )?(?:what|who|when|which|where|why|how|is|are|was|were|do|does|did)|by how much|since when|until when|(?:at|in|on|for|from|to|of|by) (?:what|which|whom)|any idea)\b/u;

/** Whether a folded sentence begins as a question does. */
export const startsAsking = (folded: string) => ASKS.test(folded) || WANTS_TO_KNOW.test(folded);

/** Whether a folded sentence, its politeness stripped, asks for something to be told. */
export function isQuestion(folded: string): boolean {
  if (startsAsking(folded)) return true;
  return /\?\s*$/u.test(folded);
}
