import type { DateHit } from './find-dates.ts';
import { isEastAsian } from './fold-text.ts';
import { ACTION_VERB, RESPONSE_NOUN } from './request-verbs.ts';

const LONGEST = 110;
const LEAD =
  /^(?:(?:[-–—,;:.\s]+|and|but|so|also|then|please|pls|plz|kindly|can|could|cld|would|wld|will|may|you|u|we|i|i'll|we'll|i’ll|we’ll|'d|'ll|would mind|do you mind|mind|(?:you are |is |are )?(?:kindly |hereby )?(?:requested|asked|required|invited) to|be so kind as to|be able to|want you to|like you to|need to|must|should|it would be (?:great|good|helpful) if|would appreciate it if|be grateful if|appreciate it if|shall|am going to|are going to|make sure to|be sure to|remember to|don't forget to|to|if|just|now|both|therefore|urgently)(?:\s+|(?=[,.]))|,\s*)+/iu;
const NEED_LEAD =
  /^.{0,60}?\b(?:needs?|requires?|await(?:s|ing)?|waiting for|missing|expect|request|ask for|looking for|like to (?:receive|have|get|see|request))\s+(?:to (?:receive|have|get|see)\s+)?/iu;
const DATE_LEAD =
  /[\s,(]*(?:[-–—]\s*|\b(?:by|before|b4|until|till|no later than|not later than|latest|due(?: on| by)?|within|prior to|on or before|on|bis(?: zum)?|spätestens(?: am)?|antes del?|antes|a más tardar el|avant(?: le)?|au plus tard le|d['’]ici(?: le| à)?|entro(?: il)?|uiterlijk(?: op)?|do)\b[\s,]*(?:the |cob |eod |close of (?:business|play) |end of |noon )*(?:on )?)$/iu;
const REASON =
  /[\s,;]+(?:so (?:that )?(?:we|i|they) can\b|in order (?:that|to)\b|otherwise\b|(?<=,\s?)(?:i|we) (?:want|need|would)\b).*$/isu;
const REPORT = /,? and (?:tell|let|give|inform|advise) \p{L}+(?: know| a yes\/no| a call| an? \w+)?$/iu;
const NAMED = new RegExp(
  `^(?!(?:${ACTION_VERB})\\b)(?:\\p{L}[\\p{L}'’-]+ ){1,2}?(?:(?:will|shall|to|must|should|needs? to|has to|is to|ought to|please|agreed to|is going to) (?:please |also |then |kindly )*)(?=${ACTION_VERB}\\b)`,
  'iu',
);
const ASKED = new RegExp(
  `^(?!(?:${ACTION_VERB.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})\\b)\\p{Lu}[\\p{L}'’-]+ (?:please |also )?(?=${ACTION_VERB}\\b)`,
  'u',
);
const FOREIGN_LEAD =
  /^(?:bitte|graag|gelieve|veuillez|por favor,?|per favore,?|merci (?:de |d['’])(?:bien vouloir )?(?:nous |me )?|pourriez-vous (?:nous |me )?|pouvez-vous (?:nous |me )?|¿?\s*(?:podr[ií]an?|puede[n]?) |kunt u |zou u |(?:.{0,60}\b)?vi preghiamo di |si prega di |prosz[eę] o |prosimy o )\s*/iu;
/** A day of the calendar, which may be part of what is asked: "put 2 April in the programme". */
const CALENDAR_DAY = /^(?:\d{1,4}[./-]\d|\d{1,2}(?:st|nd|rd|th|\.)? ?\p{L}{3,}|\p{L}{3,9}\.? \d{1,2}\b)/u;

/** Cuts the dates that say when, with their words of deadline; a date that is part of what is asked stays. */
function withoutDates(text: string, offset: number, dates: readonly DateHit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of dates) {
    if (start - offset < at || end - offset > text.length) continue;
    const before = text.slice(at, start - offset);
    const said = text.slice(start - offset, end - offset);
    const cut = before.replace(DATE_LEAD, '');
    if (cut === before && CALENDAR_DAY.test(said) && !isEastAsian(text)) continue;
    out += cut;
    at = end - offset;
  }
  return out + text.slice(at);
}

/** "calling" → "call", after "would you mind". */
function withoutGerund(title: string): string {
  return title.replace(/^(\p{L}+?)ing\b/iu, (whole, stem: string) => {
    const verb = new RegExp(`^${ACTION_VERB}$`, 'iu');
    return [stem, `${stem}e`, stem.slice(0, -1)].find((one) => verb.test(one)) ?? whole;
  });
}

/** What somebody is to provide: "your decision on the colour" → "Give your decision …", "them back" → "Return them". */
function provided(wanted: string, sender: string): string {
  if (/^(?:to )?know\b/iu.test(wanted)) return `Tell ${sender}${wanted.replace(/^(?:to )?know/iu, '')}`;
  if (/^(?:it|them|this|that|these|those) back\b/iu.test(wanted)) return `Return ${wanted.replace(/ back\b/iu, '')}`;
  if (/^you to /iu.test(wanted)) return wanted.replace(/^you to /iu, '');
  const noun = wanted.replace(/^your /iu, '');
  if (new RegExp(`^(?:written |formal |final )?${RESPONSE_NOUN}\\b`, 'iu').test(noun)) return `Give ${wanted}`;
  return `Provide ${wanted}`;
}

function english(raw: string, kind: string, sender: string): string {
  if (kind === 'question' || /^(?:will|are) you (?:be )?(?!able|willing|please|kindly)\w+ing\b/iu.test(raw))
    return `Answer: ${raw.replace(/^(?:also|and|but|so|then)\b[,\s]*/iu, '')}`;
  if (kind === 'promise') {
    const own = /^.*?\b(?:i|we)?\s?(?:'ll|’ll|will|shall|am going to|are going to)\s+(?=\p{L})/iu.exec(raw);
    if (own && own[0].length < 60) return raw.slice(own[0].length);
  }
  if (kind === 'need') {
    const wanted = raw.replace(NEED_LEAD, '').replace(LEAD, '');
    return wanted !== raw || /^(?:the|your|a|an) /iu.test(raw) ? provided(wanted, sender) : raw;
  }
  const received = /^(?:can|could|may) (?:we|i)(?: please| kindly| also)* (?:have|get|receive|see|expect)\s+/iu.exec(
    raw,
  );
  if (received) return provided(raw.slice(received[0].length), sender).replace(/^Provide /u, `Send ${sender} `);
  const mind = /\b(?:would|do) you mind\b/iu.test(raw);
  const title = raw.replace(LEAD, '').replace(NAMED, '').replace(ASKED, '');
  return (mind ? withoutGerund(title) : title)
    .replace(/^(?:get|have) (?:me|us)\b/iu, `Send ${sender}`)
    .replace(/^get (.+?) (?:back )?to (?:me|us)\b/iu, `Send $1 to ${sender}`)
    .replace(/^have (?=a (?:\w+ )?look\b)/iu, 'Have ')
    .replace(/^(?:feedback|comments|confirmation|approval)\b(?!:)/iu, 'Give $&');
}

/** The words that a request says, as a short imperative; `me` and `us` are the sender. */
export function taskTitle(
  text: string,
  {
    start,
    end,
    kind,
    dates,
    sender,
  }: { start: number; end: number; kind: string; dates: readonly DateHit[]; sender: string },
): string {
  let title = withoutDates(text.slice(start, end), start, dates).replace(/\s+/g, ' ').trim();
  if (isEastAsian(title)) title = title.replace(/[于在]之?前/u, '').replace(/^(?:.*[，,])?请(?=.{3})/u, '');
  else {
    title = english(title, kind, sender)
      .replace(FOREIGN_LEAD, '')
      .replace(/^let (?:me|us)(?: please)? know/iu, `Tell ${sender}`)
      .replace(/^let (?:me|us)(?: please)? have/iu, `Send ${sender}`)
      .replace(/\blet (?:me|us) have\b/iu, `send ${sender}`)
      .replace(/\b(?:to|for|with|from) (?:me|us)\b/giu, (match) => `${match.split(' ')[0]} ${sender}`)
      .replace(/\b(?:me|us)\b/giu, sender)
      .replace(REASON, '')
      .replace(REPORT, '');
  }
  title = title
    .replace(
      /(?:[\s,;:.!?–—-]|\b(?:please|pls|and|thanks|tbh|also|as well|noon|cob|eod|at the latest|by close of (?:play|business))\b)+$/giu,
      '',
    )
    .trim();
  // "Tell Telematrix please, Linnea": what is asked stands before the word that asks.
  if (!/\s/u.test(title) && !isEastAsian(title) && start > 8 && !new RegExp(`^${ACTION_VERB}$`, 'iu').test(title))
    title = text.slice(0, start).replace(LEAD, '').trim();
  if (title.length > LONGEST)
    title = `${title.slice(0, title.lastIndexOf(' ', LONGEST - 1) > 40 ? title.lastIndexOf(' ', LONGEST - 1) : LONGEST - 1)}…`;
  if (title === '') title = text.slice(start, end).trim().slice(0, LONGEST);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
