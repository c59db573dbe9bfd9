import { createHash } from 'node:crypto';
import type { JSONValue, LanguageModel } from 'ai';
import type { Db } from '../../db.ts';
import { env } from '../../env.ts';
import { logger } from '../../logger.ts';
import { getStanding, insertCall, type Purpose, setModelFailed, setModelWell } from './ai-usage.queries.ts';
import { loadModel } from './load-model.ts';
import { chooseModel, type ModelConfig } from './model-config.ts';
import type { FailureKind, ModelFailure } from './model-failure.ts';
import { costMicros, priceOf, type Tokens } from './price.policy.ts';

/** Why no model answers now, in a sentence for people. `until`: ISO instant from which it may again. */
export type NotReady = {
  ready: false;
  reason: 'rules' | 'resting' | 'user_budget' | 'day_budget';
  message: string;
  until: string | null;
};

/** How a call ended. `stopped`: the reader left; neither success nor failure of the model. */
export type CallEnd = {
  promptHash: string;
  toolsHash: string | null;
  finishReason: string | null;
  failure: ModelFailure | null;
  stopped?: boolean;
  tokens: Tokens;
};

/** Settings of every call, for `generateText` and `streamText`. */
export type CallSettings = {
  maxRetries: 1;
  timeout: { totalMs: number; stepMs: number; chunkMs: number };
  providerOptions: Record<string, Record<string, JSONValue>>;
  experimental_telemetry: { isEnabled: false; recordInputs: false; recordOutputs: false };
};

export type OpenModel = {
  ready: true;
  config: ModelConfig;
  model: LanguageModel;
  settings: CallSettings;
  /** Tokens that this turn may use over all its steps; Infinity without a limit. */
  tokensLeft: number;
  /** Records the call, its usage and whether the model is well; never throws. To be called once, however it ended. */
  end: (end: CallEnd) => Promise<void>;
};

export type CallAbout = {
  purpose: Purpose;
  userId: string | null;
  emailId?: string;
  conversationId?: string;
};

/** Failures of the provider. What a text can provoke is none of them: nobody's mail puts the assistant to rest. */
const SICK = new Set<FailureKind>([
  'timeout',
  'network',
  'refused_key',
  'rate_limited',
  'server_error',
  'bad_request',
  'unknown',
]);

const NO_MODEL: NotReady = { ready: false, reason: 'rules', message: 'Rules answer: no model is set up.', until: null };

/** SHA-256 in hex of a prompt or of the tools' names and schemas, to tell which ones made an answer. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(typeof value === 'string' ? value : JSON.stringify(value))
    .digest('hex');
}

/** Tokens of a call from the SDK's usage (of all steps: `totalUsage`); what a provider does not say counts 0. */
export function tokensOf(
  usage:
    | {
        inputTokens?: number | undefined;
        outputTokens?: number | undefined;
        inputTokenDetails?: { cacheReadTokens?: number | undefined };
      }
    | undefined,
): Tokens {
  return {
    input: usage?.inputTokens ?? 0,
    output: usage?.outputTokens ?? 0,
    cached: usage?.inputTokenDetails?.cacheReadTokens ?? 0,
  };
}

function midnight(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)).toISOString();
}

/** Whether the model may answer now, and if not why and until when. One query; none without a model. */
export async function modelState(
  db: Db,
  userId: string | null,
  config: ModelConfig | null = chooseModel(env()),
): Promise<NotReady | { ready: true; config: ModelConfig; tokensLeft: number }> {
  if (!config) return NO_MODEL;
  const { AI_TOKENS_PER_DAY, AI_TOKENS_PER_USER_DAY, AI_TOKENS_PER_TURN } = env();
  const { restingUntil, today, userToday } = await getStanding(db, config.name, userId);
  if (restingUntil)
    return {
      ready: false,
      reason: 'resting',
      message: 'The assistant is resting: the model failed repeatedly. Rules answer meanwhile.',
      until: restingUntil,
    };
  if (AI_TOKENS_PER_DAY > 0 && today >= AI_TOKENS_PER_DAY)
    return {
      ready: false,
      reason: 'day_budget',
      message: 'The assistant is resting: today’s budget is used up. Rules answer meanwhile.',
      until: midnight(),
    };
  if (userId && AI_TOKENS_PER_USER_DAY > 0 && userToday >= AI_TOKENS_PER_USER_DAY)
    return {
      ready: false,
      reason: 'user_budget',
      message: 'The assistant is resting: your budget of today is used up. Rules answer meanwhile.',
      until: midnight(),
    };
  const left = [
    AI_TOKENS_PER_TURN || Infinity,
    AI_TOKENS_PER_DAY ? AI_TOKENS_PER_DAY - today : Infinity,
    userId && AI_TOKENS_PER_USER_DAY ? AI_TOKENS_PER_USER_DAY - userToday : Infinity,
  ];
  return { ready: true, config, tokensLeft: Math.min(...left) };
}

function settingsOf(): CallSettings {
  const { AI_TIMEOUT_MS, AI_CHUNK_TIMEOUT_MS } = env();
  return {
    maxRetries: 1,
    timeout: { totalMs: AI_TIMEOUT_MS, stepMs: AI_TIMEOUT_MS, chunkMs: AI_CHUNK_TIMEOUT_MS },
    // Azure reads openai's options.
    providerOptions: { openai: { store: false }, anthropic: { structuredOutputMode: 'outputFormat' } },
    experimental_telemetry: { isEnabled: false, recordInputs: false, recordOutputs: false },
  };
}

/**
 * The model for one call, when one is set up, well and within its budgets; else why not. Whoever gets a model calls
 * `end` once with how it went.
 */
export async function openModel(
  db: Db,
  about: CallAbout,
  config: ModelConfig | null = chooseModel(env()),
): Promise<OpenModel | NotReady> {
  const state = await modelState(db, about.userId, config);
  if (!state.ready) return state;
  const { AI_FAILURES_TO_REST, AI_REST_MINUTES, AI_PRICES } = env();
  const { name, model: modelId } = state.config;
  const model = await loadModel(state.config);
  const begin = performance.now();

  const end = async ({ promptHash, toolsHash, finishReason, failure, stopped, tokens }: CallEnd): Promise<void> => {
    const durationMs = Math.round(performance.now() - begin);
    try {
      await insertCall(db, {
        model: name,
        purpose: about.purpose,
        userId: about.userId,
        emailId: about.emailId ?? null,
        conversationId: about.conversationId ?? null,
        promptHash,
        toolsHash,
        finishReason: stopped ? 'stopped' : finishReason,
        failure,
        tokens,
        costMicros: costMicros(priceOf(modelId, AI_PRICES), tokens),
        durationMs,
      });
      if (failure && SICK.has(failure.kind)) {
        const limits = { limit: AI_FAILURES_TO_REST, restMinutes: AI_REST_MINUTES };
        const until = await setModelFailed(db, name, failure, limits);
        logger.warn({ model: name, purpose: about.purpose, failure: failure.kind, durationMs, until }, 'model failed');
      } else if (!failure && !stopped) await setModelWell(db, name);
    } catch (error) {
      logger.error({ err: error, model: name }, 'cannot record what a model used');
    }
  };
  return { ...state, model, settings: settingsOf(), end };
}
