import { toDayNumber } from '../../dates/date.policy.ts';
import type { PackageIndex } from './title-words.ts';
import type { ReadPatch, ReadTask, Understanding } from './understanding.ts';
import type { Sentence } from './split-sentences.ts';
import type { MailPeople } from './mail-people.ts';

const LONGEST = 560;
const URGENT =
  /\b(?:urgent(?:ly)?|asap|as soon as possible|immediately|right away|without delay|critical|emergency|production stops?|line down|dringend|eilig|sofort|umgehend|urgente(?:mente)?|cuanto antes|de inmediato|urgence|immediatement|au plus vite|urgenza|al piu presto|dringend|pilne|niezwlocznie)\b|紧急|尽快|加急|立即/u;
const DELAY =
  /\b(?:delay(?:s|ed)?|slip(?:s|ped)?|late|postponed|behind schedule|shortage|verzogert|verzoegert|verschiebt|retras\w+|retard\w*|reporte\w*|ritard\w+|slitta)\b|推迟|延期|延误/u;

const LABELS: Record<string, string> = {
  rfqIssueDate: 'RFQ issue',
  bidDueDate: 'bid due date',
  awardDate: 'award',
  poIssueDate: 'PO issue',
  fatDate: 'FAT',
  deliveryDate: 'delivery',
  status: 'status',
  budgetAmount: 'budget',
  contractAmount: 'contract amount',
  vendor: 'vendor',
  currency: 'currency',
  buyer: 'buyer',
};

/** How soon somebody should look: a word of urgency, a date of today or tomorrow, a later delivery; low when nothing is to be done. */
export function urgencyOf(
  folded: string,
  {
    tasks,
    patches,
    today,
    mismatch,
  }: { tasks: readonly ReadTask[]; patches: readonly ReadPatch[]; today: string; mismatch: boolean },
): Understanding['urgency'] {
  const day = toDayNumber(today) ?? 0;
  const soon = tasks.some(({ due }) => due !== null && (toDayNumber(due) ?? 9e9) - day <= 1);
  const later = patches.some(
    ({ field, value, before }) => field === 'deliveryDate' && before !== null && value > before,
  );
  if (URGENT.test(folded) || soon || later) return 'high';
  if (
    tasks.length > 0 ||
    patches.length > 0 ||
    mismatch ||
    DELAY.test(folded) ||
    /\bmight|may (?:be|slip|have)\b/u.test(folded)
  )
    return 'normal';
  return 'low';
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** '2026-03-04' → "4 March 2026". */
function dayInWords(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[month! - 1]} ${year}`;
}

function shown(field: string, value: string | number): string {
  if (typeof value === 'number') return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return field.endsWith('Date') ? dayInWords(value) : value.replaceAll('_', ' ');
}
const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

type SummaryInput = {
  kind: 'normal' | 'auto' | 'bounce';
  subject: string;
  people: MailPeople;
  packages: readonly string[];
  index: PackageIndex;
  tasks: readonly ReadTask[];
  patches: readonly ReadPatch[];
  sentences: readonly Sentence[];
  warning: string | null;
};

function whatItSays({ patches, sentences, subject }: SummaryInput): string {
  if (patches.length > 0)
    return patches
      .slice(0, 3)
      .map(({ package: code, field, value }) => `${LABELS[field]} of ${code} is now ${shown(field, value)}`)
      .join(', ');
  const telling = sentences.find(
    ({ text }) => text.length > 25 && !/^(?:dear|hi|hello|sehr geehrt|estimad|bonjour|gentile)\b.{0,30}$/iu.test(text),
  );
  return clip((telling?.text ?? subject).replace(/\s+/g, ' ').replace(/[.!?:;,。]+$/u, ''), 200) || 'no text';
}

/** Two sentences: who writes about what, and what is asked of whom. At most 600 characters. */
export function summarise(input: SummaryInput): string {
  const { kind, people, packages, index, tasks, warning } = input;
  const who = people.sender?.name || people.sender?.email || 'An unknown sender';
  const about = packages
    .slice(0, 3)
    .map((code) => `${code} ${index.byCode.get(code)?.title ?? ''}`.trim())
    .join(', ');
  const form = kind === 'bounce' ? 'A delivery report' : kind === 'auto' ? 'An automatic message' : clip(who, 60);
  const first = `${form}${about ? ` on ${about}` : ''}: ${whatItSays(input)}.`;
  const [task] = tasks;
  const second =
    warning ??
    (task
      ? `Asked of ${task.assignee ? people.nameOf(task.assignee) : 'nobody by name'}: ${task.title}${task.due ? `, by ${dayInWords(task.due)}` : ''}${tasks.length > 1 ? `, and ${tasks.length - 1} more` : ''}.`
      : 'Nothing is asked for.');
  return clip(`${clip(first, 360)} ${clip(second, 220)}`, LONGEST);
}
