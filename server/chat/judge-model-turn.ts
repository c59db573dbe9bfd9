import { cleanText } from '../ai/chat-model/clean-text.ts';
import { checkAnswer, codesIn } from '../ai/chat-model/check-answer.ts';
import type { ActionType, ChatEvidence } from './chat.schema.ts';
import { evidenceRead, type ToolRun } from './run-tool.ts';
import type { Turn } from './turn.ts';

const MOST_CITED = 20;
const MOST_UNCITED = 12;
const NO_EVIDENCE = 'I found no evidence for this in PMIS.';

/** Prefixes of codes that are ours. */
export function ourPrefixes({ world }: ToolRun): Set<string> {
  return new Set(['AR', 'T', ...world.packages.map(({ code }) => code.split('-')[0]!)]);
}

/** The rows that an answer names, else what was read last; all of them read in this turn by this person. */
function cited(run: ToolRun, text: string): ChatEvidence[] {
  const read = evidenceRead(run);
  const codes = new Set(codesIn(text, ourPrefixes(run)));
  const mail = read.filter(({ type }) => type === 'email').slice(0, 5);
  const named = read.filter(({ type, code }) => type !== 'email' && code !== null && codes.has(code));
  const rest = read.filter(({ type }) => type !== 'email').slice(0, MOST_UNCITED);
  return [...(named.length > 0 ? named : rest), ...mail].slice(0, MOST_CITED);
}

/** What the turn was, from what was executed: never from what the model says. */
function actionOf(run: ToolRun, text: string): ActionType {
  const made = run.turns.findLast(({ resource }) => resource !== null);
  if (made) return made.action;
  const refused = run.calls.filter(({ status }) => status === 'refused');
  if (refused.some(({ code }) => code === 'unknown_tool' || code === 'forbidden')) return 'refuse';
  const wrote = refused.findLast(({ tool }) => tool === 'create_task' || tool === 'propose_change');
  const read = run.turns.some(({ tool }) => tool !== null);
  // A question is answered though a write that nobody asked for was refused.
  if (wrote && !(read && run.intent.kind === 'read')) return wrote.code === 'conflict' ? 'refuse' : 'clarify';
  if (read) return /\?\s*$/u.test(text) && text.length < 200 ? 'clarify' : 'query';
  return refused.length > 0 || /\?\s*$/u.test(text) ? 'clarify' : 'query';
}

/** What a turn made, in our own words. */
export function saidOfMade({ turns }: ToolRun): string {
  return turns
    .filter(({ resource }) => resource !== null)
    .map(({ response }) => response)
    .join('\n');
}

const NOTHING_DONE = 'Nothing was created or changed.';

/** Words in place of a model's that say what was not done. */
function correction(run: ToolRun, action: ActionType): string {
  const why = run.calls.findLast(({ status }) => status === 'refused');
  if (run.calls.some(({ code }) => code === 'unknown_tool'))
    return `${NOTHING_DONE} I have no tool for that: approvals are decided by a person on the approvals page, and I cannot delete, send or run anything.`;
  if (why?.message) return `${NOTHING_DONE} ${why.message}`;
  return action === 'clarify'
    ? `${NOTHING_DONE} Which package, and what exactly shall I do?`
    : `${NOTHING_DONE} Say which task I shall create or which change I shall propose, and for which package.`;
}

export type Judged = { turn: Turn; dropped: string[]; unread: boolean };

/**
 * What a model's turn comes to. Action, tool, arguments, what was made and the evidence come from what was executed;
 * its words stand only as far as they name what was read and done. `unread`: they named rows that were not read.
 */
export function judgeModelTurn(run: ToolRun, words: string): Judged {
  const made = run.turns.filter(({ resource }) => resource !== null);
  const { question } = run;
  const said = [question.input.query, ...question.messages.map(({ text }) => text), question.about ?? ''].join('\n');
  const checked = checkAnswer(cleanText(words), {
    said,
    read: `${run.read}\n${saidOfMade(run)}`,
    prefixes: ourPrefixes(run),
    made: {
      task: made.some(({ resource }) => resource?.type === 'task'),
      proposal: made.some(({ resource }) => resource?.type === 'approval'),
    },
  });
  const found = run.turns.filter(({ tool, resource }) => tool !== null && resource === null);
  let action = actionOf(run, checked.text);
  let text = checked.text || (checked.wrong ? '' : found.map(({ response }) => response).join('\n'));
  if (checked.wrong === 'not_done' && made.length === 0) {
    text = correction(run, action);
    if (action === 'query') action = 'clarify';
  }
  const response = [saidOfMade(run), text].filter(Boolean).join('\n\n');
  const main = made.at(-1) ?? found.at(-1);
  const evidence = made.length > 0 ? made.flatMap((one) => one.evidence) : cited(run, response);
  const none = action === 'query' && evidence.length === 0 && !/no evidence/iu.test(response);
  const turn: Turn = {
    action,
    tool: action === 'refuse' || action === 'clarify' ? null : (main?.tool ?? null),
    args: action === 'refuse' || action === 'clarify' ? {} : (main?.args ?? {}),
    response: none ? [response, NO_EVIDENCE].filter(Boolean).join('\n\n') : response,
    evidence,
    resource: made.at(-1)?.resource ?? null,
  };
  return { turn, dropped: checked.dropped, unread: checked.wrong === 'unread_rows' && made.length === 0 };
}
