import { dayNumberOf } from '../../dates/date.policy.ts';
import { findDates } from '../rules/find-dates.ts';
import { foldText } from '../rules/fold-text.ts';
import type { ChatContext } from './intent.ts';
import { namePeople } from './name-people.ts';

/** A task that a sentence asks for; `unknownPerson`: named, and nobody of ours. */
export type ReadTask = {
  title: string;
  assignee: string;
  due: string | null;
  unknownPerson: string | null;
  level: string[];
  reminder: boolean;
};

const NOUN = '(?:tasks?|to-?dos?|todo|action(?: item)?s?|reminders?|follow[- ]?ups?|chaser)';
const CUE = new RegExp(
  `^(?:create|add|make|open|raise|log|set(?: up)?|new|schedule|put(?: in)?|start|register|record|assign|give)\\b.{0,28}?\\b${NOUN}\\b|^${NOUN}\\b[^:?]{0,30}[:–]|^${NOUN}\\s*-|^(?:task|to-?do|action|reminder|follow[- ]?up) (?:for|to)\\b|^remind\\b|^note (?:to|for) (?:self|me|myself)\\b|^(?:put|add) (?:(?:it|this|that) )?(?:on|to|in) (?:my|the|our|\\w+'s) (?:task |to-?do )?(?:list|tasks|plate|agenda)\\b|^(?:someone|somebody) (?:needs? to|has to|should|must)\\b|^assign(?:ed)? to \\p{L}+ ?:|^(?:do not|don't) let me forget|^(?:chase|follow up)\\b`,
  'u',
);
const ORDERED = /^(?:ask|tell|get|have|let|assign|instruct|request|(?:i|we)(?:'d| would)? (?:want|like|need))\s+/u;
/** "…, put it on my list": what was said before is to be done. */
const LISTED =
  /[,;–-] *(?:please )?(?:put|add|log|note) (?:it|this|that)(?: down)? (?:on|to|in|as|for) (?:my|me|our|an?)\b(?: [a-z'-]+){0,3}[.! ]*$/u;
const DATE_LEAD =
  /[\s,(–-]*(?:\b(?:due(?: date)?|by|before|until|till|no later than|latest|within|on or before|on|for|in|deadline|at the latest by)\b[\s,:]*(?:the |cob |eod |close of business |end of day )*(?:on |by )?)?$/iu;

/** Behind the person a thing is assigned to: a package has a buyer, only a task is due. */
const DUE = /^,? (?:due|by|before|until|for completion)\b/u;

/** Whether a folded sentence, its politeness stripped, asks for a task; a person of ours may be told to do something. */
export function asksForTask(folded: string, text: string, context: ChatContext): boolean {
  if (
    /^(?:open|new|late|overdue|all|pending|done|blocked) (?:\w+ )?(?:tasks|to-?dos|actions|reminders)\b/u.test(folded)
  )
    return false;
  if (/^remind (?:me|us)[,:]? (?:again[,:]? )?(?:what|who|when|which|how|where|why|if|whether)\b/u.test(folded))
    return false;
  if (CUE.test(folded) || LISTED.test(folded) || /[,;–-] *(?:please )?remind me[.! ]*$/u.test(folded)) return true;
  const [first] = namePeople(text, context.world.people).people;
  if (!first) return false;
  if (/^(?:assign|give|hand)\b.{3,60}\bto $/u.test(folded.slice(0, first.start)) && DUE.test(folded.slice(first.end)))
    return true;
  const ordered = ORDERED.exec(folded);
  if (ordered && first.start === ordered[0].length && /^\s+(?:to |a task\b)?\p{L}/u.test(folded.slice(first.end)))
    return !/^(?:assign|give)/u.test(folded) || /\b(?:to (?!me\b)\p{L}{3,} |task)\b/u.test(folded.slice(first.end));
  if (
    /^(?:can|could|would|will) $/u.test(folded.slice(0, first.start)) &&
    /^(?: please)? \p{L}/u.test(folded.slice(first.end)) &&
    !/^ (?:decide|approve|see|do)\b/u.test(folded.slice(first.end))
  )
    return true;
  return (
    first.start === 0 &&
    /^,? (?:should|must|needs? to|has to|shall|to|please|is to)\s+\p{L}/u.test(folded.slice(first.end))
  );
}

const LISTED_AT_END =
  /[\s,;–-]+(?:please )?(?:put|add|log|note) (?:it|this|that)(?: down)? (?:on|to|in|as|for) (?:my|me|our|an?)\b.*$/iu;
const REST =
  /(?:[\s,;:.!?–-]|\b(?:please|pls|thanks|and|for|on|by|to|about|regarding|re|the|in|at|under|due|package|pkg)\b)+$/iu;
const CODE_PHRASE =
  /[\s,;(–-]*(?:\b(?:on|for|in|under|re|regarding|about|against|to|of)\s+)?(?:\b(?:the )?(?:package|pkg|packet)\s*:?\s*)?(?<![\p{L}\p{N}])[A-Z]{1,8}[ ]?[-–][ ]?\d{1,8}(?![\p{L}\p{N}])\)?/giu;

/** The task's words: the order's own words, the person, dates and the package's code cut away. */
export function readTask(text: string, context: ChatContext): ReadTask {
  const folded = foldText(text);
  const masked = folded.replace(/(?<![\p{L}\p{N}])[a-z]{1,8}[ ]?[-–][ ]?\d{1,8}(?![\p{L}\p{N}])/gu, (code) =>
    ' '.repeat(code.length),
  );
  const dates = findDates(masked, { today: dayNumberOf(context.today), monthFirst: false });
  const due =
    dates.find(({ start }) =>
      /\b(?:by|before|due|until|till|on|for|latest)\s*(?:the |cob |eod )*$/u.test(folded.slice(0, start)),
    ) ??
    dates.at(-1) ??
    null;
  const { people, level } = namePeople(text, context.world.people);
  const addressed = people.find(
    ({ start, end }) =>
      (/:\s*$/u.test(folded.slice(0, start)) &&
        /^,? (?:to|should|must|needs to|shall|will|\p{L}+s)\b/u.test(folded.slice(end))) ||
      /(?:^|\b(?:for|to|assign(?:ed)?(?: to)?|assignee:?|remind|ask|tell|get|have|let|give|owner:?|instruct|request|want|like|need|make it|@)\s*)$/u.test(
        folded.slice(0, start),
      ),
  );
  const me = /\b(?:for|to|assign(?:ed)? to|remind|on|give) (?:me|myself|us)\b|, ?(?:me|myself)(?=,|\s*$)/u.test(folded);
  const cut: { start: number; end: number }[] = [];
  if (due) {
    const lead = DATE_LEAD.exec(text.slice(0, due.start));
    cut.push({ start: due.start - (lead?.[0].length ?? 0), end: due.end });
  }
  if (addressed) {
    const lead = /[\s,(]*(?:\b(?:for|to|assign(?:ed)?(?: it)?(?: to)?|assignee:?|owner:?|@)\s*)?$/u.exec(
      folded.slice(0, addressed.start),
    );
    cut.push({ start: addressed.start - (lead?.[0].length ?? 0), end: addressed.end });
  }
  let title = cut
    .sort((a, b) => b.start - a.start)
    .reduce((out, { start, end }) => `${out.slice(0, start)} ${out.slice(end)}`, text);
  title = title.replace(CODE_PHRASE, ' ').replace(/[,;–-] *(?:please )?remind me[.! ]*$/iu, ' ');
  title = title
    .replace(
      new RegExp(
        `^\\s*(?:create|add|make|open|raise|log|set(?: up)?|schedule|put(?: in)?|start|register|record|assign|give)?\\s*(?:me )?(?:an? |the |another |one )?(?:new |urgent |follow-up |quick )*${NOUN}\\b[\\s:,–-]*`,
        'iu',
      ),
      '',
    )
    .replace(
      /^\s*(?:(?:please )?remind(?: me| us)?|note to self|(?:do not|don't) let me forget|ask|tell|get|have|let|instruct|request|assign|give)\b[\s:,–-]*/iu,
      '',
    )
    .replace(
      /^\s*(?:put|add) (?:(?:it|this|that) )?(?:on|to|in) (?:my|the|our) (?:task |to-?do )?(?:list|tasks|plate|agenda)\b[\s:,–-]*/iu,
      '',
    )
    .replace(
      /^\s*(?:note for (?:me|myself)|(?:someone|somebody) (?:needs? to|has to|should|must)|(?:i|we)(?:['’]d| would)? (?:want|like|need))\b[\s:,–-]*/iu,
      '',
    )
    .replace(LISTED_AT_END, '')
    .replace(/[\s,;–-]+make it\s*$/iu, '')
    .replace(/,\s*(?:me|myself)(?=\s*(?:,|$))/iu, '')
    .replace(/^\s*(?:for|to|on) (?:me|myself|us)\b[\s:,–-]*/iu, '')
    .replace(
      /^[\s,:–-]*(?:(?:should|must|needs? to|has to|shall|is to|to|about|that|called|titled|named|please|saying)\s+)*/iu,
      '',
    )
    .replace(/\s+(?:,|;)/g, ',')
    .replace(/\s+/g, ' ')
    .replace(/^["“'](.*)["”']$/u, '$1')
    .replace(/[,\s]*\b(?:and )?assign(?:ed)? (?:it )?(?:to)?\s*(?:me|myself)?\s*$/iu, '')
    .replace(/\s+(?:for|to) (?:me|myself)\s*$/iu, '')
    .replace(REST, '')
    .trim();
  const stranger =
    !addressed && !me
      ? /\b(?:for|assign(?:ed)? (?:it )?to|tell|ask|remind)\s+([A-Z]\p{Ll}{2,}(?: [A-Z]\p{Ll}+)?)(?=\s+(?:to|by|on|before)\b|[,.]|$)/u.exec(
          text,
        )?.[1]
      : undefined;
  return {
    title: (title.charAt(0).toUpperCase() + title.slice(1)).slice(0, 300),
    assignee: addressed?.email ?? context.user.email,
    due: due?.date ?? null,
    unknownPerson: stranger ?? null,
    level: addressed ? [] : level.map(({ name }) => name),
    reminder: /^\s*(?:please )?remind\b/iu.test(text) || /\breminder\b/iu.test(text),
  };
}
