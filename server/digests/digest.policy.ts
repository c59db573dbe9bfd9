import { sayDays } from '../dates/date.policy.ts';
import type { MailBlock } from '../outgoing/mail-blocks.ts';

/** When people get their digest, in minutes past midnight of their own time zone: 07:00. */
export const DIGEST_MINUTES = 7 * 60;

/** Of each section so many lines; the rest is a number. */
export const MOST_LINES = 15;

/** A waiting request is told from this many working days after its turn began: on the third working day. */
export const TOLD_AFTER_WORKING_DAYS = 2;

export const TASK_SECTIONS = ['overdue', 'due', 'unassigned', 'undated'] as const;
export type TaskSection = (typeof TASK_SECTIONS)[number];

/** `total`: how many the section has in all. */
export type DigestTask = {
  userId: string;
  section: TaskSection;
  code: string;
  title: string;
  package: string;
  dueDate: string | null;
  daysLate: number | null;
  total: number;
};

/** A package (or vendor) with requests that have waited for a person since the first day named. */
export type DigestTurn = { userId: string; on: string; title: string; codes: string[]; since: string; total: number };

export type DigestContent = { tasks: readonly DigestTask[]; turns: readonly DigestTurn[] };

const HEADINGS: Record<TaskSection | 'turns', string> = {
  turns: 'Waiting for your decision',
  overdue: 'Overdue',
  due: 'Due today',
  unassigned: 'Without an assignee, on packages that you buy',
  undated: 'Without a date, on packages that you buy',
};

function taskLine({ code, title, package: pkg, section, dueDate, daysLate }: DigestTask): string {
  const when =
    daysLate !== null && daysLate > 0
      ? `, ${sayDays(daysLate)} late`
      : section === 'unassigned' && dueDate !== null
        ? `, due ${dueDate}`
        : '';
  return `${code} ${title} (${pkg}${when})`;
}

function turnLine({ on, title, codes, since }: DigestTurn): string {
  return `${on}${title ? ` ${title}` : ''}: ${codes.join(', ')}, since ${since}`;
}

type Line = { text: string; url?: string };

function section(name: TaskSection | 'turns', lines: Line[], total: number): MailBlock[] {
  if (lines.length === 0) return [];
  const more = total - lines.length;
  return [
    { type: 'heading', text: `${HEADINGS[name]} (${total})` },
    { type: 'list', items: [...lines, ...(more > 0 ? [{ text: `and ${more} more` }] : [])] },
  ];
}

/**
 * One person's digest of a day as subject and blocks; null when there is nothing to say. `urlOf` gives a page's
 * absolute address, or null.
 */
export function composeDigest(
  { tasks, turns }: DigestContent,
  urlOf: (path: string) => string | null,
): { subject: string; blocks: MailBlock[] } | null {
  if (tasks.length + turns.length === 0) return null;
  const linked = (text: string, path: string): Line => {
    const url = urlOf(path);
    return url ? { text, url } : { text };
  };
  const counts: string[] = [];
  const blocks = section(
    'turns',
    turns.map((turn) => linked(turnLine(turn), turn.codes.length === 1 ? `/approvals/${turn.codes[0]}` : '/approvals')),
    turns[0]?.total ?? 0,
  );
  if (turns[0]) counts.push(`${turns[0].total} to decide`);
  for (const name of TASK_SECTIONS) {
    const mine = tasks.filter((task) => task.section === name);
    const total = mine[0]?.total ?? 0;
    blocks.push(
      ...section(
        name,
        mine.map((task) => linked(taskLine(task), `/tasks/${task.code}`)),
        total,
      ),
    );
    if (total > 0 && (name === 'overdue' || name === 'due')) counts.push(`${total} ${name}`);
  }
  const home = urlOf('/');
  if (home) blocks.push({ type: 'link', text: 'Open PMIS', url: home });
  const choice = urlOf('/account#notifications');
  blocks.push({
    type: 'footer',
    text: `You get this at 07:00 of your time zone on working days, when there is something to say.${choice ? ` Choose: ${choice}` : ''}`,
  });
  return { subject: `Your day: ${counts.length > 0 ? counts.join(', ') : 'tasks of your packages'}`, blocks };
}
