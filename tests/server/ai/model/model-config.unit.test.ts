import { describe, expect, it } from 'vitest';
import { chooseModel, configOf, modelProblems } from '../../../../server/ai/model/model-config.ts';
import { readEnv } from '../../../../server/env.ts';

const SECRET = 'sk-not-to-be-seen';
const AZURE = {
  AZURE_OPENAI_API_KEY: SECRET,
  AZURE_OPENAI_ENDPOINT: 'https://x.test',
  AZURE_OPENAI_DEPLOYMENT: 'mini',
};
const values = (given: Record<string, string>) => readEnv({ PMIS_ENV: 'test', ...given });

describe('which model answers', () => {
  it('is none without a key', () => expect(chooseModel(values({}))).toBeNull());

  it.each([
    [{ OPENAI_API_KEY: SECRET, OPENAI_MODEL: 'm' }, 'openai:m', 'responses'],
    [{ OPENAI_API_KEY: SECRET, OPENAI_MODEL: 'm', OPENAI_API: 'chat' }, 'openai:m', 'chat'],
    [{ ANTHROPIC_API_KEY: SECRET, ANTHROPIC_MODEL: 'm' }, 'anthropic:m', 'messages'],
    [AZURE, 'azure:mini', 'responses'],
    [{ ...AZURE, OPENAI_API_KEY: SECRET, ANTHROPIC_API_KEY: SECRET }, 'azure:mini', 'responses'],
    [{ ...AZURE, OPENAI_API_KEY: SECRET, AI_PROVIDER: 'openai', OPENAI_MODEL: 'm' }, 'openai:m', 'responses'],
  ])('%o → %s over %s', (given, name, api) => {
    const config = chooseModel(values(given));
    expect(config).toMatchObject({ name, api });
    expect(JSON.stringify(config)).not.toContain(SECRET);
  });

  it('is none where rules are asked for, whatever keys are set', () =>
    expect(chooseModel(values({ OPENAI_API_KEY: SECRET, AI_PROVIDER: 'rules' }))).toBeNull());

  it('knows another provider’s model for a rehearsal', () => {
    const both = values({ OPENAI_API_KEY: SECRET, ANTHROPIC_API_KEY: SECRET });
    expect(configOf('anthropic', both)?.provider).toBe('anthropic');
    expect(configOf('azure', both)).toBeNull();
  });
});

describe('a configuration that cannot work is told at the start', () => {
  it.each([
    [{ AI_PROVIDER: 'anthropic' }, /ANTHROPIC_API_KEY is missing/],
    [{ AZURE_OPENAI_API_KEY: SECRET, AZURE_OPENAI_ENDPOINT: 'https://x.test' }, /AZURE_OPENAI_DEPLOYMENT is missing/],
    [{ AZURE_OPENAI_API_KEY: SECRET, AZURE_OPENAI_DEPLOYMENT: 'mini' }, /AZURE_OPENAI_ENDPOINT is missing/],
    [{ AI_PRICES: 'model 3' }, /AI_PRICES/],
  ])('%o', (given, problem) => expect(() => values(given)).toThrow(problem));

  it('says nothing of one that can', () => expect(modelProblems(values(AZURE))).toEqual([]));
});
