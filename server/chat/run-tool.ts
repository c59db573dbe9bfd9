import { z } from 'zod';
import type { Intent, ReadTool } from '../ai/chat-rules/intent.ts';
import { namePackages } from '../ai/chat-rules/name-packages.ts';
import { namePeople } from '../ai/chat-rules/name-people.ts';
import { packageIndex } from '../ai/rules/title-words.ts';
import type { WorldView } from '../ai/rules/understanding.ts';
import { fromStrict } from '../ai/chat-model/strict-schema.ts';
import { slimRows } from '../ai/chat-model/slim-row.ts';
import { CHAT_TOOLS, type ChatTool, isChatTool, proposeChangeCall } from '../ai/chat-model/tool-specs.ts';
import { hashOf } from '../ai/model/open-model.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import type { ChatEvidence } from './chat.schema.ts';
import { runRead } from './run-read.ts';
import { runProposal, runTask } from './run-write.ts';
import type { Question, Turn } from './turn.ts';
import type { ToolCallRow } from './turn.queries.ts';

/** Tool calls, tasks and proposals that one question may come to. */
export const MOST_CALLS = 12;
const MOST_TASKS = 3;
const MOST_PROPOSALS = 2;

/** One turn's calls: what was done, what was read, and why a call was refused. */
export type ToolRun = {
  question: Question;
  world: WorldView;
  day: string;
  /** What the rules read in the question: mail read in this turn makes a mere question write nothing. */
  intent: Intent;
  mark: string;
  calls: (ToolCallRow & { code: DomainError['code'] | 'unknown_tool' | null })[];
  /** Answers of the calls that were done, in order. */
  turns: Turn[];
  /** What the model was given, as text: what its words are checked against. */
  read: string;
  outputs: Map<string, unknown>;
  /** Calls that a model makes at once are run one after the other: limits and equal calls are seen. */
  last: Promise<unknown>;
};

/** Begins a turn's calls. */
export function toolRun(question: Question, world: WorldView, day: string, intent: Intent): ToolRun {
  const mark = crypto.randomUUID().slice(0, 8);
  return {
    question,
    world,
    day,
    intent,
    mark,
    calls: [],
    turns: [],
    read: '',
    outputs: new Map(),
    last: Promise.resolve(),
  };
}

/** Evidence of all that was read in the turn, each row once. */
export function evidenceRead({ turns }: ToolRun): ChatEvidence[] {
  const found = new Map(
    turns.flatMap(({ evidence }) => evidence).map((one) => [`${one.type}${one.id}${one.quote ?? ''}`, one]),
  );
  return [...found.values()];
}

const PERSON_KEYS = ['assignee', 'buyer', 'approver', 'requestedBy'];

/** People by their address and packages by their code, where a model wrote a name that only one of them has. */
function resolveNames(run: ToolRun, args: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(args).map(([key, value]) => {
    if (typeof value !== 'string') return [key, value];
    if (PERSON_KEYS.includes(key) && !value.includes('@') && value !== 'me') {
      const { people } = namePeople(value, run.world.people);
      return [key, people.length === 1 ? people[0]!.email : value];
    }
    if (key === 'package' && !/^[A-Za-z]{1,8}-\d{1,8}$/.test(value) && !/^[0-9a-f-]{36}$/i.test(value)) {
      const { codes } = namePackages(value, packageIndex(run.world));
      return [key, codes.length === 1 ? codes[0] : value];
    }
    return [key, value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function checkLimits(run: ToolRun, tool: ChatTool): void {
  const made = (type: string) => run.calls.filter(({ resource }) => resource?.type === type).length;
  if (run.calls.length >= MOST_CALLS) throw new DomainError('conflict', `A question may come to ${MOST_CALLS} calls.`);
  if (tool === 'create_task' && made('task') >= MOST_TASKS)
    throw new DomainError('conflict', `One question may create ${MOST_TASKS} tasks. Ask for the rest in another.`);
  if (tool === 'propose_change' && made('approval') >= MOST_PROPOSALS)
    throw new DomainError(
      'conflict',
      `One question may come to ${MOST_PROPOSALS} proposals. Ask for the rest in another.`,
    );
  const readMail = run.calls.some(({ tool: before, status }) => before === 'search_emails' && status === 'done');
  if (CHAT_TOOLS[tool].writes && readMail && run.intent.kind === 'read')
    throw new DomainError(
      'conflict',
      'A question that read mail writes nothing. Ask for the task or change in a message of its own.',
    );
}

/** Runs one tool for the person; what the operations refuse is thrown. */
async function execute(
  db: Db,
  run: ToolRun,
  tool: ChatTool,
  callId: string,
  input: unknown,
): Promise<{ turn: Turn; output: unknown }> {
  const { question } = run;
  const spec: { input: z.ZodObject } = CHAT_TOOLS[tool];
  const args = resolveNames(run, spec.input.parse(fromStrict(spec.input, input)));
  if (tool === 'create_task') {
    const task = { title: '', package: '', assignee: null, due: null, ...args } as {
      title: string;
      package: string;
      assignee: string | null;
      due: string | null;
    };
    const turn = await runTask(
      db,
      question.assistant,
      { kind: 'create_task', args: { ...task, assignee: task.assignee ?? question.actor.email } },
      question.input.query,
      { turnId: question.turnId, callId },
    );
    return { turn, output: { done: turn.response, task: turn.resource?.code } };
  }
  if (tool === 'propose_change') {
    const { package: code, changes, field, value, reason, effectiveDate } = proposeChangeCall.parse(args);
    const all = changes ?? (field === undefined ? [] : [{ field, value: value ?? null }]);
    if (all.length === 0) throw new DomainError('invalid', 'Name the field and its new value.');
    const buyers = all.map((one) =>
      one.field === 'buyer' ? { ...one, value: resolveNames(run, { buyer: one.value }).buyer as string } : one,
    );
    const intent = {
      kind: 'propose_change' as const,
      package: code,
      changes: buyers,
      reason: reason ?? '',
      effectiveDate: effectiveDate ?? null,
    };
    const turn = await runProposal(db, question.assistant, intent, question.input, { turnId: question.turnId, callId });
    return {
      turn,
      output: turn.resource ? { proposed: turn.response, approval: turn.resource.code } : { refused: turn.response },
    };
  }
  const { turn, items, more } = await runRead(
    db,
    question.assistant,
    { kind: 'read', tool: tool satisfies ReadTool, args },
    run.day,
  );
  return { turn, output: slimRows(items, more, run.mark) };
}

async function makeCall(db: Db, run: ToolRun, name: string, callId: string, input: unknown): Promise<unknown> {
  const key = isChatTool(name) && CHAT_TOOLS[name].writes ? `${name}${JSON.stringify(input)}` : callId;
  for (const known of [callId, key]) if (run.outputs.has(known)) return run.outputs.get(known);
  let output: unknown;
  const row = { callId, tool: name.slice(0, 64), args: input, resource: null, outputHash: null, message: null };
  try {
    if (!isChatTool(name)) throw new DomainError('not_found', `There is no tool ${name.slice(0, 64)}.`);
    checkLimits(run, name);
    const done = await execute(db, run, name, callId, input);
    output = done.output;
    run.turns.push(done.turn);
    const refused = CHAT_TOOLS[name].writes && !done.turn.resource;
    run.calls.push({
      ...row,
      args: done.turn.tool ? done.turn.args : input,
      status: refused ? 'refused' : 'done',
      resource: done.turn.resource,
      outputHash: hashOf(output),
      message: refused ? done.turn.response : null,
      code: refused ? (done.turn.action === 'refuse' ? 'conflict' : 'invalid') : null,
    });
  } catch (error) {
    const invalid = error instanceof z.ZodError;
    if (!invalid && (!(error instanceof DomainError) || error.code === 'unavailable')) throw error;
    const message = invalid
      ? `Wrong arguments: ${error.issues.map(({ path, message: why }) => `${path.join('.')}: ${why}`).join('; ')}`.slice(
          0,
          500,
        )
      : error.message;
    const code = invalid ? 'invalid' : isChatTool(name) ? error.code : 'unknown_tool';
    output = { refused: message };
    run.calls.push({ ...row, status: 'refused', message, code });
  }
  run.read += `\n${JSON.stringify(output)}`;
  run.outputs.set(callId, output);
  run.outputs.set(key, output);
  return output;
}

/**
 * Makes one call of a model: with the person's rights, within the turn's limits, once by its id and once by what it
 * writes. Gives what the model gets. A refusal is an answer too; only a failure of ours is thrown.
 */
export function runTool(db: Db, run: ToolRun, name: string, callId: string, input: unknown): Promise<unknown> {
  const call = run.last.then(() => makeCall(db, run, name, callId, input));
  run.last = call.catch(() => undefined);
  return call;
}
