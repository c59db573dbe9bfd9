import type { DateHit } from './find-dates.ts';
import { isEastAsian } from './fold-text.ts';

const LONGEST = 110;
const LEAD = /^(?:(?:[-–—,;:.\s]+|and|but|so|also|then|please|pls|plz|kindly|can|could|cld|would|wld|will|may|you|u|we|i|'d|have|get|would mind|do you mind|mind|you are requested to|be so kind as to|be able to|like to receive|like to have|want you to|like you to|need to|must|should|it would be (?:great|good|helpful) if|would appreciate it if|be grateful if|appreciate it if|'ll|shall|am going to|to|if|just|now|both|therefore|urgently)\s+|,\s*)+/iu; // prettier-ignore
const NEED_LEAD =
  /^.{0,60}?\b(?:needs?|requires?|await(?:s|ing)?|waiting for|missing|expect|request|ask for|looking for)\s+/iu;
const DATE_LEAD = /[\s,(]*(?:\b(?:by|before|b4|until|till|no later than|not later than|latest|due(?: on| by)?|within|prior to|on or before|on|bis(?: zum)?|spätestens(?: am)?|antes del?|antes|a más tardar el|avant(?: le)?|au plus tard le|entro(?: il)?|uiterlijk(?: op)?|do)\b[\s,]*(?:the |cob |eod |close of business |noon )*(?:on )?)?$/iu; // prettier-ignore

/** Cuts the dates and their words of deadline out of a stretch of a sentence. */
function withoutDates(text: string, offset: number, dates: readonly DateHit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of dates) {
    if (start - offset < at || end - offset > text.length) continue;
    out += text.slice(at, start - offset).replace(DATE_LEAD, '');
    at = end - offset;
  }
  return out + text.slice(at);
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
  if (!isEastAsian(title)) {
    title = title.replace(LEAD, '');
    if (kind === 'need') {
      const lead = NEED_LEAD.exec(title);
      if (lead)
        title = `Provide ${title.slice(lead[0].length)}`.replace(
          /^Provide to (?:know|have|receive|get|hear|see)\b/iu,
          'Tell',
        );
    }
    if (kind === 'question') title = `Answer: ${title}`;
    title = title
      .replace(/^let (?:me|us)(?: please)? know/iu, `Tell ${sender}`)
      .replace(/^let (?:me|us)(?: please)? have/iu, `Send ${sender}`)
      .replace(/\b(?:to|for|with|from) (?:me|us)\b/giu, (match) => `${match.split(' ')[0]} ${sender}`)
      .replace(/\b(?:me|us)\b/giu, sender)
      .replace(/^(feedback|comments|confirmation|approval|answer)\b(?!:)/iu, 'Give $1');
  }
  title = title.replace(/(?:[\s,;:.!?–—-]|\b(?:please|pls|and|thanks|tbh|also|as well)\b)+$/giu, '').trim();
  if (title.length > LONGEST) title = `${title.slice(0, title.lastIndexOf(' ', LONGEST - 1) > 40 ? title.lastIndexOf(' ', LONGEST - 1) : LONGEST - 1)}…`; // prettier-ignore
  if (title === '') title = text.slice(start, end).trim().slice(0, LONGEST);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
