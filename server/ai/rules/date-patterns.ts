import {
  MONTH_WORD,
  monthOf,
  NUMBER_WORD,
  numberOf,
  SHORT_WEEKDAY_WORD,
  WEEKDAY_WORD,
  weekdayOf,
} from './calendar-words.ts';
import { addWeekdays, dayOf, endOfMonth, endOfWeek, fridayOfIsoWeek, nearestDay, nextWeekday, partsOf, weekdayOfWeek } from './day-math.ts'; // prettier-ignore

/** `day`: a calendar date; `weekday`; `near`: today, in 3 days; `period`: end of the week, week 20; `day_end`: "EOD". */
export type DateKind = 'day' | 'weekday' | 'near' | 'period' | 'day_end';

/** `today`: day number of the mail; `monthFirst`: 03/04 is 4 March. */
export type DateContext = { today: number; monthFirst: boolean };

export type DatePattern = {
  kind: DateKind;
  pattern: RegExp;
  /** The day number that a match means, the first day of a range beside it; null: no date after all. */
  read: (match: RegExpMatchArray, context: DateContext) => number | [last: number, first: number] | null;
};

const END = '(?:end|ende|fin|finales|final|fine|finales|eind|einde|koniec|konca|slutet|closing)';
const OF = '(?: of| de la| de| del| der| des| della| di| da| do| van de| van| von| av)?';
const THE = '(?: the| this| la| le| il)?';
const NEXT_WEEK = '(?:(?:next|following) (?:week|wk)|na(?:e)?chste[rn]? woche|kommende[rn]? woche|proxima semana|semana proxima|semana que viene|semaine prochaine|prossima settimana|settimana prossima|volgende week|przyszlego tygodnia|przyszlym tygodniu|nasta vecka)'; // prettier-ignore
const THIS_WEEK = '(?:(?:this |working )?(?:week|wk)|diese[rs]? woche|woche|wochenende|esta semana|semana|cette semaine|semaine|questa settimana|settimana|desta semana|deze week|tego tygodnia|tygodnia|veckan)'; // prettier-ignore
const MONTH_ITSELF = '(?:month|monats|mes|mois|mese|maand|miesiaca|manaden)';
const WITHIN = "(?:within|in|inside|innerhalb(?: von)?|binnen|en(?: un plazo de)?|en el plazo de|dans(?: les| un delai de)?|sous|d'ici|entro|tra|em|dentro de|no prazo de|w ciagu|inom)"; // prettier-ignore
const WORKING_DAYS = '(?:(?:full |clear )?(?:working|business|work)[ -]days?|arbeitstage?n?|werktage?n?|dias? (?:habil(?:es)?|laborables?|uteis|util)|jours? ouvr(?:es?|ables?)|giorni lavorativi|werkdagen|dni robocz\\w+|arbetsdagar)'; // prettier-ignore
const DAYS = '(?:calendar days?|days?|tage?n?|dias?|jours?|giorni|dagen|dni|dagar)';
const HOURS = '(?:hours?|hrs?|h|std|stunden|horas?|heures?|ore|uur|godzin\\w*|timmar)';
const WEEKS = '(?:weeks?|wks?|wochen?|semanas?|semaines?|settimane?|weken|week|tygodni\\w*|veckor)';
const UNIT = `(${WORKING_DAYS})|(${DAYS})|(${HOURS})|(${WEEKS})`;

const CHINESE_WEEKDAYS = '一二三四五六日天';
const chineseWeekday = (sign: string) => Math.min(CHINESE_WEEKDAYS.indexOf(sign) + 1, 7);
const yearOf = (text: string) => (text.length === 2 ? 2000 : 0) + Number(text.replace("'", ''));

function withYear(year: string | undefined, month: number, day: number, today: number): number | null {
  return year === undefined ? nearestDay(month, day, today) : dayOf(yearOf(year.replace("'", '')), month, day);
}

function numeric(first: number, second: number, year: string | undefined, context: DateContext): number | null {
  const monthFirst = second > 12 || (context.monthFirst && first <= 12);
  return monthFirst ? withYear(year, first, second, context.today) : withYear(year, second, first, context.today);
}

/** Day of the month alone ("the 21st"): this month's or the next one's, whichever is not long past. */
function dayOfMonth(day: number, today: number): number | null {
  const { year, month, day: now } = partsOf(today);
  return dayOf(year, day < now ? month + 1 : month, day) ?? dayOf(year, month + 1, day);
}

function after(count: number, match: RegExpMatchArray, at: number, today: number): number {
  if (match[at]) return addWeekdays(today, count);
  if (match[at + 1]) return today + count;
  if (match[at + 2]) return today + Math.ceil(count / 24);
  return today + 7 * count;
}

const global = (source: string) => new RegExp(source, 'gu');
const quarterEnd = (quarter: number, today: number, year?: string) => {
  const now = partsOf(today);
  const end = endOfMonth(year ? yearOf(year) : now.year, quarter * 3);
  return year || end >= today ? end : endOfMonth(now.year + 1, quarter * 3);
};
const thisQuarter = (today: number) => Math.ceil(partsOf(today).month / 3);

/** In order of precedence: what an earlier pattern took, a later one does not see. All over folded text. */
export const DATE_PATTERNS: DatePattern[] = [
  { kind: 'day', pattern: /(?<![\d-])(20\d\d)-(\d{1,2})-(\d{1,2})(?![\d-])/gu, read: (m) => dayOf(Number(m[1]), Number(m[2]), Number(m[3])) },
  { kind: 'day', pattern: /(?:(20\d\d)\s*[年/]\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]/gu, read: (m, { today }) => withYear(m[1], Number(m[2]), Number(m[3]), today) },
  { kind: 'period', pattern: global(`\\bweek (?:commencing|beginning|starting|of|ending)(?: the)? (\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_WORD})\\b`), read: (m, { today }) => { const day = nearestDay(monthOf(m[2]!)!, Number(m[1]), today); return day === null ? null : weekdayOfWeek(day, 5, 0); } },
  { kind: 'day', pattern: global(`(?<![\\d.,/-])(\\d{1,2})(?:st|nd|rd|th|\\.)? ?(?:-|to|and|bis|und|al|y|au|et) ?(\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of| de)? ?(${MONTH_WORD})\\b(?:,? (20\\d\\d))?`), read: (m, { today }) => { const month = monthOf(m[3]!)!; const last = withYear(m[4], month, Number(m[2]), today); const first = withYear(m[4], month, Number(m[1]), today); return last === null || first === null || first > last ? null : [last, first]; } },
  { kind: 'day', pattern: global(`(?<![\\d.,/])(\\d{1,2})(?:st|nd|rd|th|er|º|°|\\.)?(?: of| de| di|-)? ?(?:the )?(${MONTH_WORD})\\b\\.?(?:,? ?(?:de |del |of |-)?(20\\d\\d|'\\d\\d)(?!\\d))?`), read: (m, { today }) => withYear(m[3], monthOf(m[2]!)!, Number(m[1]), today) },
  { kind: 'day', pattern: global(`\\b(${MONTH_WORD})\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:%]|[.,]\\d)(?:,? (20\\d\\d)(?!\\d))?`), read: (m, { today }) => withYear(m[3], monthOf(m[1]!)!, Number(m[2]), today) },
  { kind: 'day', pattern: /(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(20\d\d|\d\d)(?![\d./-]\d|\d)/gu, read: (m, context) => numeric(Number(m[1]), Number(m[3]), m[4], context) },
  { kind: 'day', pattern: /(?<![\d./-])(\d{1,2})\.(\d{1,2})\.(?!\d)/gu, read: (m, { today }) => withYear(undefined, Number(m[2]), Number(m[1]), today) },
  { kind: 'day', pattern: /(?<=\b(?:due|latest|deadline|for|by|on|until|till|before|b4|bis|zum|am|vom|al|del|le|antes|avant|entro|uiterlijk|do|to|is|now) (?:the |zum |il |el )?|[:>=|→] ?|\t| {2})(\d{1,2})\/(\d{1,2})(?![\d/]|\s*(?:inch|"|%))/gu, read: (m, context) => numeric(Number(m[1]), Number(m[2]), undefined, context) },
  { kind: 'period', pattern: global(`\\b${END}${OF}${THE} ${NEXT_WEEK}`), read: (_, { today }) => weekdayOfWeek(today, 5, 1) },
  { kind: 'period', pattern: global(`\\b(?:${END}${OF}${THE} ${THIS_WEEK}|eow|(?:before|vor)(?: the| dem)? (?:weekend|wochenende)|fin de semana)\\b`), read: (_, { today }) => endOfWeek(today) },
  { kind: 'period', pattern: global(`\\b(?:early|beginning of|start of|first thing|anfang|principios de)(?: the)? ${NEXT_WEEK}`), read: (_, { today }) => weekdayOfWeek(today, 1, 1) },
  { kind: 'period', pattern: global(`\\b(?:mid|middle of)[ -](?:the )?${NEXT_WEEK}`), read: (_, { today }) => weekdayOfWeek(today, 3, 1) },
  { kind: 'weekday', pattern: global(`\\b(${WEEKDAY_WORD}|${SHORT_WEEKDAY_WORD})(?:,| of| in| der| de la| de| della)? (?:the )?${NEXT_WEEK}`), read: (m, { today }) => weekdayOfWeek(today, weekdayOf(m[1]!)!, 1) },
  { kind: 'weekday', pattern: global(`\\b${NEXT_WEEK},?(?: on| am)? (${WEEKDAY_WORD})\\b`), read: (m, { today }) => weekdayOfWeek(today, weekdayOf(m[1]!)!, 1) },
  { kind: 'weekday', pattern: global(`\\b(${WEEKDAY_WORD}|${SHORT_WEEKDAY_WORD})\\.?,? (?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b`), read: (m, { today }) => dayOfMonth(Number(m[2]), today) },
  { kind: 'weekday', pattern: global(`\\b(?:today|heute),? (?:is )?(${WEEKDAY_WORD})\\b`), read: (_, { today }) => today },
  { kind: 'weekday', pattern: global(`\\b(?:a|one) week (?:on|from)(?: next| this)? (${WEEKDAY_WORD})\\b`), read: (m, { today }) => nextWeekday(today, weekdayOf(m[1]!)!) + 7 },
  { kind: 'weekday', pattern: global(`\\b(${WEEKDAY_WORD}) week\\b`), read: (m, { today }) => nextWeekday(today, weekdayOf(m[1]!)!) + 7 },
  { kind: 'weekday', pattern: global(`\\b(?:next|nxt|na(?:e)?chste[nmrs]?|proxim[oa]|prossim[oa]|volgende|przyszl[yaei]\\w*|nasta) (${WEEKDAY_WORD}|${SHORT_WEEKDAY_WORD})\\b`), read: (m, { today }) => weekdayOfWeek(today, weekdayOf(m[1]!)!, 1) },
  { kind: 'weekday', pattern: global(`\\b(${WEEKDAY_WORD}) (?:proxim[oa]|prochain|prossim[oa])\\b`), read: (m, { today }) => weekdayOfWeek(today, weekdayOf(m[1]!)!, 1) },
  { kind: 'weekday', pattern: /下(?:个)?(?:周|星期|礼拜)([一二三四五六日天])/gu, read: (m, { today }) => weekdayOfWeek(today, chineseWeekday(m[1]!), 1) },
  { kind: 'weekday', pattern: /(?:本|这|這)?(?:周|星期|礼拜|週)([一二三四五六日天])/gu, read: (m, { today }) => nextWeekday(today, chineseWeekday(m[1]!)) },
  { kind: 'period', pattern: /下(?:个)?月底/gu, read: (_, { today }) => { const { year, month } = partsOf(today); return endOfMonth(year, month + 1); } },
  { kind: 'period', pattern: /(\d{1,2})月底/gu, read: (m, { today }) => { const first = nearestDay(Number(m[1]), 15, today); return first === null ? null : endOfMonth(partsOf(first).year, Number(m[1])); } },
  { kind: 'period', pattern: /(\d{1,2})月中旬?/gu, read: (m, { today }) => nearestDay(Number(m[1]), 15, today) },
  { kind: 'period', pattern: /(?:本月|这个月|月)(?:底|末)/gu, read: (_, { today }) => { const { year, month } = partsOf(today); return endOfMonth(year, month); } },
  { kind: 'period', pattern: /下(?:个)?(?:周|星期)(?:内|末|底|之?前)?/gu, read: (_, { today }) => weekdayOfWeek(today, 5, 1) },
  { kind: 'period', pattern: /(?:本|这)(?:周|星期)(?:内|末|底|之?前)?|周末前/gu, read: (_, { today }) => endOfWeek(today) },
  { kind: 'near', pattern: /(\d{1,2}|[一两二三四五六七八九十])\s*(?:(个?工作[日天])|([天日])|(个?小时)|(个?(?:周|星期)))\s*(?:之?内|以内|后|之?后)/gu, read: (m, { today }) => { const count = numberOf(m[1]!); return count === undefined ? null : after(count, m, 2, today); } },
  { kind: 'near', pattern: /后天|後天/gu, read: (_, { today }) => today + 2 },
  { kind: 'near', pattern: /明天|明日/gu, read: (_, { today }) => today + 1 },
  { kind: 'near', pattern: /今天|今日|当天/gu, read: (_, { today }) => today },
  { kind: 'period', pattern: global(`\\b(?:week|wk|cw|kw|semaine|semana|settimana|vecka|tydzien)\\.? ?(?:no\\.? ?|nr\\.? ?)?(\\d{1,2})\\b(?!\\s*(?:%|of|/))`), read: (m, { today }) => fridayOfIsoWeek(Number(m[1]), today) },
  { kind: 'period', pattern: global(`\\b${END}${OF}(?: the)? q([1-4])(?:[ /-]+(20\\d\\d))?\\b`), read: (m, { today }) => quarterEnd(Number(m[1]), today, m[2]) },
  { kind: 'period', pattern: global(`\\b(?:${END}${OF}${THE} (?:quarter|quartals|trimestre|kwartaal|kwartalu)|eoq|quarter[ -]end)\\b`), read: (_, { today }) => quarterEnd(thisQuarter(today), today) },
  { kind: 'period', pattern: global(`\\b${END}${OF}(?: the)? (?:next month|na(?:e)?chsten monats|proximo mes|mes que viene|mois prochain|prossimo mese|mese prossimo|volgende maand)\\b`), read: (_, { today }) => { const { year, month } = partsOf(today); return endOfMonth(year, month + 1); } },
  { kind: 'period', pattern: global(`\\b${END}${OF} (${MONTH_WORD})\\b(?: (20\\d\\d))?`), read: (m, { today }) => { const month = monthOf(m[1]!)!; const middle = withYear(m[2], month, 15, today); return middle === null ? null : endOfMonth(partsOf(middle).year, month); } },
  { kind: 'period', pattern: global(`\\b(${MONTH_WORD})[ -]end\\b`), read: (m, { today }) => { const month = monthOf(m[1]!)!; return endOfMonth(partsOf(nearestDay(month, 15, today)!).year, month); } },
  { kind: 'period', pattern: global(`\\b(?:${END}${OF}${THE}(?: current)? ${MONTH_ITSELF}|eom|month[ -]end|monatsende|ultimo)\\b`), read: (_, { today }) => { const { year, month } = partsOf(today); return endOfMonth(year, month); } },
  { kind: 'period', pattern: global(`\\b${END}${OF}(?: the| this)? (?:year|jahres|ano|annee|anno|jaar|roku)\\b`), read: (_, { today }) => dayOf(partsOf(today).year, 12, 31) },
  { kind: 'period', pattern: global(`\\b(?:mid|the middle|middle|mitte|mediados|mi|meta|medio|half|polowie|meados)[ -]?(?:of |de |di |in )?(${MONTH_WORD})\\b(?: (20\\d\\d))?`), read: (m, { today }) => withYear(m[2], monthOf(m[1]!)!, 15, today) },
  { kind: 'period', pattern: /\bmid[ -]month\b/gu, read: (_, { today }) => { const { year, month, day } = partsOf(today); return dayOf(year, month, 15) === null ? null : Date.UTC(year, day > 15 ? month : month - 1, 15) / 86_400_000; } },
  { kind: 'near', pattern: global(`\\b${WITHIN} (?:the )?(?:(?:next|na(?:e)?chsten|proximos|prochains|prossimi|einer frist von) )?(?:(${NUMBER_WORD})|a|an|one) ?(?:\\(\\w+\\) ?)?(?:(?:${UNIT})\\b|(fortnight)\\b)`), read: (m, { today }) => (m[6] ? today + 14 : after(numberOf(m[1] ?? '1') ?? 1, m, 2, today)) },
  { kind: 'near', pattern: global(`\\b(${NUMBER_WORD}) (?:${UNIT}) (?:from (?:today|now|receipt|the date)|of (?:receipt|today|this (?:mail|e-?mail|letter|message))|nach erhalt|ab heute)`), read: (m, { today }) => after(numberOf(m[1]!) ?? 1, m, 2, today) },
  { kind: 'near', pattern: /\b(?:a|one) week from (?:today|now)\b/gu, read: (_, { today }) => today + 7 },
  { kind: 'near', pattern: /\b(?:the )?day after tomorrow|\bu(?:e)?bermorgen\b|\bpasado manana\b|\bapres-demain\b|\bdopodomani\b|\bdepois de amanha\b|\bovermorgen\b|\bpojutrze\b/gu, read: (_, { today }) => today + 2 },
  { kind: 'near', pattern: /\b(?:tomorrow|tomorow|tmrw|tmr|2moro|demain|domani|amanha|jutro|imorgon|i morgen)\b|(?<!guten |heute |am |jeden )\bmorgen\b(?!s)|(?<!la |esta |de la |buena )\bmanana\b/gu, read: (_, { today }) => today + 1 },
  { kind: 'near', pattern: /\b(?:today|tonight|this (?:afternoon|morning|evening)|heute|hoy|aujourd'hui|oggi|hoje|vandaag|dzis|dzisiaj|idag)\b|(?<=\bwas (?:issued|released|sent) )now\b/gu, read: (_, { today }) => today },
  { kind: 'near', pattern: /\b(?:yesterday|gestern|ayer|hier soir|ieri|ontem|gisteren|wczoraj)\b|昨[天日]/gu, read: (_, { today }) => today - 1 },
  { kind: 'weekday', pattern: global(`\\blast (${WEEKDAY_WORD})\\b`), read: (m, { today }) => nextWeekday(today, weekdayOf(m[1]!)!) - 7 },
  { kind: 'weekday', pattern: global(`\\b(${WEEKDAY_WORD})\\b`), read: (m, { today }) => nextWeekday(today, weekdayOf(m[1]!)!) },
  { kind: 'weekday', pattern: global(`(?<=\\b(?:by|on|before|b4|until|till|this|next|due|for|eod|cob|latest|come) (?:cob |eod |noon |end of |close of business )?)(${SHORT_WEEKDAY_WORD})\\b(?!')`), read: (m, { today }) => nextWeekday(today, weekdayOf(m[1]!)!) },
  { kind: 'weekday', pattern: /\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|of|item|batch|lot|party|time|revision|edition|version|meeting|unit|pump|set))/gu, read: (m, { today }) => dayOfMonth(Number(m[1]), today) },
  { kind: 'period', pattern: global(`\\b${NEXT_WEEK}`), read: (_, { today }) => weekdayOfWeek(today, 5, 1) },
  { kind: 'period', pattern: /\bthis week\b|\bdiese[r]? woche\b|\besta semana\b|\bcette semaine\b|\bquesta settimana\b|\bdeze week\b|\bw tym tygodniu\b/gu, read: (_, { today }) => endOfWeek(today) },
  { kind: 'day_end', pattern: /\b(?:eod|cob|close of (?:business|play)|end of (?:the |your |business )?(?:day|business)|feierabend)\b/gu, read: (_, { today }) => today },
]; // prettier-ignore
