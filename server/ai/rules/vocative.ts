import type { MailPeople, MailPerson } from './mail-people.ts';

/** Whom the beginning of a sentence speaks to, and where the rest begins. */
export type Vocative = { people: MailPerson[]; end: number };

const GREETING =
  /^(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|morning|thanks|thank you|sehr geehrter?|liebe[r]?|guten (?:tag|morgen)|hallo|bonjour|cher|chere|estimad[oa]s?|hola|buenos dias|gentile|egregio|buongiorno|ciao|beste|geachte|szanowny|dzien dobry|kare|hej|caro|cara|prezad[oa]|@)[ ,]*)*/u;
/** "And Sofie, …": the writer turns to another reader. */
const LEAD_IN = /^(?:(?:oh |ps:? |p\.s\.:? )?(?:and|also|but|plus|then|finally|lastly|ah)[ ,]+)?/u;
const JOIN = /^(?:, | and | & |\/| und | y | et | e |,)/u;
const AFTER_NAMES =
  /^(?:\s*[,:!–—-]+\s*|\s*$|\s+(?=please|pls|plz|can you|could you|can u|cld u|kindly|would you|will you)|\s*您好[,，]?\s*)/u;

/**
 * Reads "Dear Aisha,", "Priya - ", "Omar, Claire:" or "Yuki please" at a place of a sentence. Nobody when the names are
 * not followed as an address is: by a comma, colon, dash or a request.
 */
export function readVocative(text: string, folded: string, from: number, people: MailPeople): Vocative {
  const lead = LEAD_IN.exec(folded.slice(from))?.[0] ?? '';
  const greeting = lead + (GREETING.exec(folded.slice(from + lead.length))?.[0] ?? '');
  let at = from + greeting.length;
  const named: MailPerson[] = [];
  for (;;) {
    const found = people.nameAt(text, folded, at);
    if (!found) break;
    named.push(found.person);
    at = found.end;
    const join = JOIN.exec(folded.slice(at));
    if (!join || !people.nameAt(text, folded, at + join[0].length)) break;
    at += join[0].length;
  }
  const after = AFTER_NAMES.exec(folded.slice(at));
  if (named.length > 0 && after) return { people: named, end: at + after[0].length };
  return { people: [], end: greeting !== lead && /^[,!]/.test(folded.slice(from + greeting.length)) ? at : from };
}
