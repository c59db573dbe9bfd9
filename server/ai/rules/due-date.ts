import type { DateHit } from './find-dates.ts';

/** What stands before a date that something is due by. */
const DUE_BEFORE =
  /(?:^|[^\p{L}])(?:by|before|b4|until|till|til|no later than|not later than|latest(?: by)?|due(?: on| by)?|within|prior to|on or before|ahead of|in time for|deadline(?: is|:| of)?|bis(?: zum| spatestens| spaetestens)?|spatestens(?: am| bis| bis zum)?|spaetestens(?: am| bis)?|vor(?: dem)?|antes(?: del?| de la)?|hasta(?: el)?|a mas tardar(?: el)?|para el|avant(?: le| la)?|au plus tard(?: le)?|d'ici(?: le| au)?|pour le|jusqu'au|entro(?: e non oltre)?(?: il| la)?|prima (?:del?|di)|non oltre(?: il)?|ate(?: ao| dia| o dia| a)?|uiterlijk(?: op)?|voor|tegen|tot|do(?: dnia)?|przed|najpozniej(?: do)?|senast(?: den)?|fore(?: den)?|inden|senest|в срок до|до|于|在|截止|截至)[,:]?(?: (?:the|close of business|close of play|cob|eod|end of business|end of day|noon|midday|lunch(?:time)?|first thing|on|this|coming|latest|le|el|il|den|dem|zum|o|a)|\s\d{1,2}(?:[:.]\d\d)?(?: ?(?:am|pm|h|uhr|hrs|hours))?)*[ ,]*$/u;
const NOT_DUE_BEFORE =
  /(?:\b(?:dated|from|since|as of|after|following|starting|between|ab|vom|seit|nach|desde|depuis|dal|yesterday's|today's|of|for|instead of|not|was|until now|expected|planned|scheduled)(?: the)?|\b(?:valid|firm|open|reserved|booked|away|out|closed) (?:until|till|through|to|on|from)|\b(?:meeting|visit|call|workshop|fat|inspection|hydrotest|test|session|board|e-?mail|mail|letter|minutes|delivery|slot|conference|webinar|review|audit|shutdown|in)(?: is| was)? (?:on|of|at|for)|\b(?:meeting|visit|call|workshop|board|review|session|delivery|fat)) ?(?:the )?$/u;

/** Whether the words around a date say that something is due by it. */
export function isDeadline(folded: string, hit: DateHit): boolean {
  const before = folded.slice(Math.max(0, hit.start - 44), hit.start);
  if (/\b(?:valid|firm|open|away|out of (?:the )?office)\s+(?:until|till|through)\s*$/u.test(before)) return false;
  return (
    DUE_BEFORE.test(before) ||
    /^\s*(?:之前|以前|前|之内|以内|内|at the latest|latest|deadline)/u.test(folded.slice(hit.end, hit.end + 16)) ||
    /^(?:within|innerhalb|binnen|entro|dans|sous|d'ici)/u.test(folded.slice(hit.start, hit.end))
  );
}

/**
 * When what is asked between two places is due: the date with a word of deadline; else a day said plainly ("tomorrow",
 * "this week", or a date at the end) that is no event's. Null: no date was said. Never before `today`.
 */
export function dueOf(folded: string, end: number, dates: readonly DateHit[], today: string): string | null {
  const ahead = dates.filter(({ date }) => date >= today);
  const deadline = ahead.find((hit) => isDeadline(folded, hit));
  if (deadline) return deadline.date;
  const plain = ahead.filter((hit) => !NOT_DUE_BEFORE.test(folded.slice(Math.max(0, hit.start - 30), hit.start)));
  const near = plain.find(({ kind }) => kind !== 'day');
  if (near) return near.date;
  const last = plain.at(-1);
  return last && !/\p{L}{3}/u.test(folded.slice(last.end, end).replace(/\b(?:please|pls|thanks|noon|latest)\b/gu, ''))
    ? last.date
    : null;
}
