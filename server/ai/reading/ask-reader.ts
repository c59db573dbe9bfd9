import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import { finishFailure, modelFailure, type ModelFailure } from '../model/model-failure.ts';
import { hashOf, type OpenModel, tokensOf } from '../model/open-model.ts';
import type { WorldView } from '../rules/understanding.ts';
import { READING_INSTRUCTIONS, READING_PROMPT_HASH, readingPrompt } from './prompt.ts';
import { type ReadingAnswer, readingAnswer, readingForm } from './reading.schema.ts';

const MOST_WORDS = 8_000;
/** Some four letters a token, and room for the answer. */
const LETTERS_A_TOKEN = 4;

/**
 * Lets a model without tools read one message. Answers its whole answer in the wanted form, or why there is none: a cut,
 * late, odd or broken one is none. The call is recorded either way.
 */
export async function askReader(
  open: OpenModel,
  { message, world, codes }: { message: ReadableMessage; world: WorldView; codes: readonly string[] },
): Promise<{ ok: true; answer: ReadingAnswer } | { ok: false; failure: ModelFailure }> {
  const prompt = readingPrompt(message, world, { codes, mark: randomBytes(12).toString('hex') });
  let finishReason: string | null = null;
  let failure: ModelFailure | null = null;
  let answer: ReadingAnswer | null = null;
  let tokens = tokensOf(undefined);
  try {
    const { generateText, jsonSchema, Output } = await import('ai');
    const schema = jsonSchema<ReadingAnswer>(
      z.toJSONSchema(readingForm, { target: 'draft-7' }) as Parameters<typeof jsonSchema>[0],
      {
        validate(value) {
          const read = readingAnswer.safeParse(value);
          return read.success
            ? { success: true, value: read.data }
            : { success: false, error: new Error('not in the wanted form') };
        },
      },
    );
    const room = open.tokensLeft - Math.ceil((prompt.length + READING_INSTRUCTIONS.length) / LETTERS_A_TOKEN);
    const result = await generateText({
      model: open.model,
      system: READING_INSTRUCTIONS,
      prompt,
      output: Output.object({ schema, name: 'mail_reading' }),
      maxOutputTokens: Math.max(500, Math.min(MOST_WORDS, room)),
      ...open.settings,
    });
    finishReason = result.finishReason;
    tokens = tokensOf(result.totalUsage);
    failure = finishFailure(finishReason);
    if (!failure) answer = result.output;
  } catch (error) {
    const about = error as { finishReason?: unknown; usage?: Parameters<typeof tokensOf>[0] };
    if (typeof about.finishReason === 'string') finishReason = about.finishReason;
    if (about.usage) tokens = tokensOf(about.usage);
    failure = (finishReason && finishReason !== 'stop' && finishFailure(finishReason)) || modelFailure(error);
  }
  await open.end({ promptHash: READING_PROMPT_HASH, toolsHash: hashOf('no tools'), finishReason, failure, tokens });
  if (answer && !failure) return { ok: true, answer };
  return { ok: false, failure: failure ?? modelFailure(null) };
}
