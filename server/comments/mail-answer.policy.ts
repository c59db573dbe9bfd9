/** A decision is said at the beginning of an answer; further down it is talked about. */
const BEGINNING = 300;

/** "Approved", "I approve", "OK", "go ahead", "rejected": in the languages that our people write. */
const DECISION =
  /(?<![\p{L}\p{N}])(?:approve[ds]?|approving|approval (?:granted|given)|reject(?:ed|s)?|declined?|denied|go ahead|signed? off|genehmigt?|genehmige|freigegeben|abgelehnt|approuvée?|refusée?|aprobado|rechazado|approvato|akkoord|goedgekeurd)(?![\p{L}\p{N}])/iu;

/** Short words that are a decision only when the answer says little else. */
const SHORT = /^\W*(?:ok|okay|yes|ja|oui|sí|si|agreed|agree|einverstanden|d['’]accord|lgtm|fine|👍|no|nein|non)\W*$/iu;

/** Whether an answer to a mail about an approval means to decide it: by mail nothing is decided, and its writer is told so. */
export function meansDecision(replyText: string): boolean {
  const text = replyText.trim();
  const firstLine = text.split('\n', 1)[0]!.replace(/[,!.]\s*(?:thanks|thank you|danke|merci)\b.*$/i, '');
  return DECISION.test(text.slice(0, BEGINNING)) || SHORT.test(firstLine);
}
