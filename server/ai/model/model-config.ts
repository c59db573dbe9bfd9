import type { Env } from '../../env.ts';

export const MODEL_PROVIDERS = ['azure', 'openai', 'anthropic'] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

/** Which model answers. Holds no key. */
export type ModelConfig = {
  provider: ModelProvider;
  api: 'responses' | 'chat' | 'messages';
  /** The model's name at its provider; at Azure the deployment's. */
  model: string;
  /** `provider:model`: how usage, events and pages name it. */
  name: string;
};

type AiEnv = Pick<
  Env,
  | 'AI_PROVIDER'
  | 'AZURE_OPENAI_API_KEY'
  | 'AZURE_OPENAI_ENDPOINT'
  | 'AZURE_OPENAI_RESOURCE_NAME'
  | 'AZURE_OPENAI_DEPLOYMENT'
  | 'OPENAI_API_KEY'
  | 'OPENAI_MODEL'
  | 'OPENAI_API'
  | 'ANTHROPIC_API_KEY'
  | 'ANTHROPIC_MODEL'
>;

const KEY_OF = {
  azure: 'AZURE_OPENAI_API_KEY',
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
} as const satisfies Record<ModelProvider, keyof AiEnv>;

/** The provider named, with its model; null when its key is not set. Azure needs a deployment. */
export function configOf(provider: ModelProvider, values: AiEnv): ModelConfig | null {
  if (!values[KEY_OF[provider]]) return null;
  const model = {
    azure: values.AZURE_OPENAI_DEPLOYMENT ?? '',
    openai: values.OPENAI_MODEL,
    anthropic: values.ANTHROPIC_MODEL,
  }[provider];
  const api = provider === 'anthropic' ? 'messages' : values.OPENAI_API;
  return { provider, api, model, name: `${provider}:${model}` };
}

/** Which model the environment chooses; null: rules answer. The one place that decides. */
export function chooseModel(values: AiEnv): ModelConfig | null {
  if (values.AI_PROVIDER === 'rules') return null;
  if (values.AI_PROVIDER !== 'auto') return configOf(values.AI_PROVIDER, values);
  return MODEL_PROVIDERS.map((provider) => configOf(provider, values)).find((config) => config !== null) ?? null;
}

/** What is wrong with the assistant's variables: a sentence each, naming the variable and the cure. */
export function modelProblems(values: AiEnv): string[] {
  const problems: string[] = [];
  const { AI_PROVIDER } = values;
  if (AI_PROVIDER !== 'auto' && AI_PROVIDER !== 'rules' && !values[KEY_OF[AI_PROVIDER]])
    problems.push(`${KEY_OF[AI_PROVIDER]} is missing: AI_PROVIDER=${AI_PROVIDER} needs it.`);
  if (values.AZURE_OPENAI_API_KEY && AI_PROVIDER !== 'rules') {
    if (!values.AZURE_OPENAI_DEPLOYMENT)
      problems.push('AZURE_OPENAI_DEPLOYMENT is missing: name the deployment that answers.');
    if (!values.AZURE_OPENAI_ENDPOINT && !values.AZURE_OPENAI_RESOURCE_NAME)
      problems.push('AZURE_OPENAI_ENDPOINT is missing: give it, or AZURE_OPENAI_RESOURCE_NAME.');
  }
  return problems;
}
