import type { ModelMessage, ToolSet } from 'ai';
import { CHAT_PROMPT, promptContext } from '../ai/chat-model/chat-prompt.ts';
import { cleanText, streamCleaner } from '../ai/chat-model/clean-text.ts';
import { strictSchema } from '../ai/chat-model/strict-schema.ts';
import { CHAT_TOOL_NAMES, CHAT_TOOLS } from '../ai/chat-model/tool-specs.ts';
import { failureOf, finishFailure, modelFailure, type ModelFailure } from '../ai/model/model-failure.ts';
import { hashOf, type OpenModel, tokensOf } from '../ai/model/open-model.ts';
import type { Db } from '../db.ts';
import { judgeModelTurn, saidOfMade } from './judge-model-turn.ts';
import { rememberedText } from './remembered.ts';
import { runTool, type ToolRun } from './run-tool.ts';
import type { Listen, Question, TurnMade } from './turn.ts';

/** Steps of one question: what is looked up, then the answer. */
const MOST_STEPS = 6;
const LONGEST_ANSWER_TOKENS = 1_500;
const LONGEST_REMEMBERED = 2_000;

const SCHEMAS = new Map(CHAT_TOOL_NAMES.map((name) => [name, strictSchema(CHAT_TOOLS[name].input)]));
const PROMPT_HASH = hashOf(CHAT_PROMPT);
const TOOLS_HASH = hashOf(CHAT_TOOL_NAMES.map((name) => [name, CHAT_TOOLS[name].description, SCHEMAS.get(name)]));

/** What was said before, from PostgreSQL: words only, of whole turns. */
function historyOf({ messages }: Question): ModelMessage[] {
  const whole = messages.filter(({ status }) => status === 'complete');
  const first = whole.findIndex(({ role }) => role === 'user');
  return (first < 0 ? [] : whole.slice(first)).map(({ role, text }) => ({
    role,
    content: text.slice(0, LONGEST_REMEMBERED),
  }));
}

async function toolsOf(db: Db, run: ToolRun, listen: Listen): Promise<ToolSet> {
  const { jsonSchema, tool } = await import('ai');
  return Object.fromEntries(
    CHAT_TOOL_NAMES.map((name) => [
      name,
      tool({
        description: CHAT_TOOLS[name].description,
        inputSchema: jsonSchema(SCHEMAS.get(name)!, { validate: (value) => ({ success: true, value }) }),
        strict: true,
        execute: async (input: unknown, { toolCallId }) => {
          const about = (input as { package?: unknown } | null)?.package;
          listen({ type: 'doing', tool: name, about: typeof about === 'string' ? about.slice(0, 40) : '' });
          const output = await runTool(db, run, name, toolCallId.slice(0, 200), input);
          const made = run.calls.findLast(({ callId }) => callId === toolCallId.slice(0, 200))?.resource;
          if (made) listen({ type: 'text', delta: `${run.turns.at(-1)!.response}\n\n` });
          return output;
        },
      }),
    ]),
  );
}

/** How a model's turn ended: with an answer, stopped by the reader, or with a failure that rules answer for. */
export type ModelTurn = { made: TurnMade; failure: ModelFailure | null };

/**
 * Answers a question with the model: reads with the person's rights, at most one row a tool call, words told as they
 * come, cleaned. The reader's `signal` ends the provider's call. Never throws for what the provider does; success is
 * only an answer that ended with `stop`.
 */
export async function answerByModel(
  db: Db,
  question: Question,
  run: ToolRun,
  open: OpenModel,
  { signal, listen }: { signal: AbortSignal; listen: Listen },
): Promise<ModelTurn> {
  const { stepCountIs, streamText } = await import('ai');
  const memory = await rememberedText(db, question);
  const { actor, about } = question;
  const cleaner = streamCleaner();
  let [words, finishReason, ours]: [string, string | null, unknown] = ['', null, null];
  let failure: ModelFailure | null = null;
  let used = { input: 0, output: 0, cached: 0 };
  try {
    const result = streamText({
      ...open.settings,
      model: open.model,
      system: `${CHAT_PROMPT}\n\n${promptContext({ day: run.day, asker: actor, people: run.world.people, about, memory, mark: run.mark })}`,
      messages: [...historyOf(question), { role: 'user', content: question.input.query }],
      allowSystemInMessages: false,
      tools: await toolsOf(db, run, listen),
      maxOutputTokens: LONGEST_ANSWER_TOKENS,
      abortSignal: signal,
      stopWhen: [
        stepCountIs(MOST_STEPS),
        ({ steps }) => steps.reduce((sum, { usage }) => sum + (usage.totalTokens ?? 0), 0) > open.tokensLeft,
      ],
      prepareStep: ({ stepNumber }) => (stepNumber === MOST_STEPS - 1 ? { toolChoice: 'none' } : {}),
      onError: () => undefined,
    });
    for await (const part of result.fullStream) {
      if (part.type === 'text-delta') {
        words += part.text;
        listen({ type: 'text', delta: cleaner.push(part.text) });
      } else if (part.type === 'tool-call' && part.invalid)
        await runTool(db, run, part.toolName, part.toolCallId.slice(0, 200), null);
      else if (part.type === 'tool-error' && !run.outputs.has(part.toolCallId.slice(0, 200))) ours ??= part.error;
      else if (part.type === 'finish-step') {
        const tokens = tokensOf(part.usage);
        used = {
          input: used.input + tokens.input,
          output: used.output + tokens.output,
          cached: used.cached + tokens.cached,
        };
        // What was said before a call is not the answer.
        if (part.finishReason === 'tool-calls') words = '';
        finishReason = part.finishReason;
      } else if (part.type === 'error') failure ??= modelFailure(part.error);
      else if (part.type === 'abort' && !signal.aborted) failure ??= failureOf('timeout');
    }
    failure ??= finishFailure(finishReason ?? undefined);
  } catch (error) {
    failure ??= modelFailure(error);
  }
  const stopped = signal.aborted;
  if (stopped) failure = null;
  await open.end({ promptHash: PROMPT_HASH, toolsHash: TOOLS_HASH, finishReason, failure, stopped, tokens: used });
  if (ours) throw ours;
  listen({ type: 'text', delta: stopped || failure ? '' : cleaner.end() });
  const { turn, dropped, unread } = judgeModelTurn(run, stopped || !failure ? words : '');
  if (unread && !stopped) failure = failureOf('no_object', 'It named rows that it had not read.');
  const usage = {
    inputTokens: used.input,
    outputTokens: used.output,
    cachedTokens: used.cached,
    calls: run.calls.length,
  };
  const made: TurnMade = {
    ...turn,
    response: failure
      ? saidOfMade(run)
      : stopped
        ? [saidOfMade(run), cleanText(words).trim()].filter(Boolean).join('\n\n')
        : turn.response,
    status: stopped ? 'stopped' : failure ? 'failed' : 'complete',
    source: open.config.name,
    fallback: failure?.kind ?? null,
    promptHash: PROMPT_HASH,
    toolsHash: TOOLS_HASH,
    finishReason: stopped ? 'stopped' : finishReason,
    usage,
    calls: run.calls.map(({ code: _code, ...call }) => call),
    dropped,
  };
  return { made, failure };
}
