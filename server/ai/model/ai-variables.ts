import { z } from 'zod';

const count = (fallback: number) => z.coerce.number().int().min(0).default(fallback);
const text = z.string().optional();
const url = z.url().optional();

const PRICES = /^\s*(?:[\w./:-]+=\d+(?:\.\d+)?\/\d+(?:\.\d+)?(?:\/\d+(?:\.\d+)?)?\s*(?:,\s*|$))*$/;

/** The assistant's part of the environment; `server/env.ts` reads it with the rest. */
export const AI_VARIABLES = {
  AI_PROVIDER: {
    schema: z.enum(['auto', 'azure', 'openai', 'anthropic', 'rules']).default('auto'),
    group: 'Assistant',
    about: 'Which model answers. `auto`: that of the first key set, in the order Azure, OpenAI, Anthropic; else rules.',
  },
  AZURE_OPENAI_API_KEY: { schema: text, group: 'Assistant', about: 'Key of Azure OpenAI.', secret: true },
  AZURE_OPENAI_ENDPOINT: {
    schema: url,
    group: 'Assistant',
    about: 'Address of the Azure OpenAI resource; else AZURE_OPENAI_RESOURCE_NAME.',
    example: 'https://name.openai.azure.com',
  },
  AZURE_OPENAI_RESOURCE_NAME: { schema: text, group: 'Assistant', about: 'Name of the Azure OpenAI resource.' },
  AZURE_OPENAI_DEPLOYMENT: { schema: text, group: 'Assistant', about: 'The deployment that answers.' },
  AZURE_OPENAI_API_VERSION: {
    schema: z.string().default('v1'),
    group: 'Assistant',
    about: 'API version. A dated one with OPENAI_API=chat uses the addresses by deployment.',
  },
  OPENAI_API_KEY: { schema: text, group: 'Assistant', about: 'Key of OpenAI or a compatible server.', secret: true },
  OPENAI_BASE_URL: {
    schema: url,
    group: 'Assistant',
    about: 'Address of a compatible server. Unset: OpenAI.',
    example: 'http://models.internal:8000/v1',
  },
  OPENAI_MODEL: { schema: z.string().default('gpt-5.4-mini'), group: 'Assistant', about: 'Name of the model.' },
  OPENAI_API: {
    schema: z.enum(['responses', 'chat']).default('responses'),
    group: 'Assistant',
    about: 'Which of the APIs is called, of Azure too. Many compatible servers know `chat` only.',
  },
  ANTHROPIC_API_KEY: { schema: text, group: 'Assistant', about: 'Key of Anthropic.', secret: true },
  ANTHROPIC_BASE_URL: { schema: url, group: 'Assistant', about: 'Address of a compatible server. Unset: Anthropic.' },
  ANTHROPIC_MODEL: {
    schema: z.string().default('claude-sonnet-4-6'),
    group: 'Assistant',
    about: 'Name of the model; one that knows structured outputs.',
  },
  AI_TIMEOUT_MS: {
    schema: count(30_000).pipe(z.number().min(100)),
    group: 'Assistant',
    about: 'Longest one answer of a model may take, in milliseconds, its one retry included.',
  },
  AI_CHUNK_TIMEOUT_MS: {
    schema: count(15_000).pipe(z.number().min(100)),
    group: 'Assistant',
    about: 'Longest silence in the middle of a streamed answer, in milliseconds.',
  },
  AI_CONCURRENCY: {
    schema: count(4).pipe(z.number().min(1)),
    group: 'Assistant',
    about: 'Messages that one worker lets a model read at a time, beside its other jobs.',
  },
  AI_TOKENS_PER_TURN: {
    schema: count(60_000),
    group: 'Assistant',
    about: 'Most tokens, read and written, that one question may use over all its steps. 0: no limit.',
  },
  AI_TOKENS_PER_USER_DAY: {
    schema: count(1_000_000),
    group: 'Assistant',
    about: 'Tokens a person may use in a day (UTC); rules answer from then on. 0: no limit.',
  },
  AI_TOKENS_PER_DAY: {
    schema: count(10_000_000),
    group: 'Assistant',
    about: 'Tokens in a day (UTC) in all; rules answer from then on. 0: no limit.',
  },
  AI_FAILURES_TO_REST: {
    schema: count(5).pipe(z.number().min(1)),
    group: 'Assistant',
    about: 'Failures in a row after which a model rests and rules answer.',
  },
  AI_REST_MINUTES: {
    schema: count(5).pipe(z.number().min(1)),
    group: 'Assistant',
    about: 'How long it rests, in minutes.',
  },
  AI_PRICES: {
    schema: z
      .string()
      .regex(PRICES, 'Write model=in/out or model=in/out/cached, in US dollars per million tokens, comma-separated.')
      .default(''),
    group: 'Assistant',
    about:
      'Prices in US dollars per million tokens (read/written/read from cache), for the cost on Admin → Assistant. They win over the built-in list of common models (server/ai/model/price.policy.ts); a model in neither shows no cost.',
    example: 'gpt-5.4-mini=0.75/4.50/0.075',
  },
};
