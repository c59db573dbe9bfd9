import type { LanguageModel } from 'ai';
import { env } from '../../env.ts';
import type { ModelConfig } from './model-config.ts';

async function loadAzure({ api, model }: ModelConfig): Promise<LanguageModel> {
  const { createAzure } = await import('@ai-sdk/azure');
  const { AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_RESOURCE_NAME, AZURE_OPENAI_API_VERSION } = env();
  const endpoint = AZURE_OPENAI_ENDPOINT?.replace(/\/+$/, '');
  const azure = createAzure({
    apiKey: AZURE_OPENAI_API_KEY,
    apiVersion: AZURE_OPENAI_API_VERSION,
    useDeploymentBasedUrls: api === 'chat' && /^\d{4}-/.test(AZURE_OPENAI_API_VERSION),
    ...(endpoint
      ? { baseURL: /\/openai(?:\/|$)/.test(endpoint) ? endpoint : `${endpoint}/openai` }
      : { resourceName: AZURE_OPENAI_RESOURCE_NAME }),
  });
  return api === 'chat' ? azure.chat(model) : azure.responses(model);
}

async function loadOpenAi({ api, model }: ModelConfig): Promise<LanguageModel> {
  const { createOpenAI } = await import('@ai-sdk/openai');
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  const openai = createOpenAI({ apiKey: OPENAI_API_KEY, baseURL: OPENAI_BASE_URL });
  return api === 'chat' ? openai.chat(model) : openai.responses(model);
}

async function loadAnthropic({ model }: ModelConfig): Promise<LanguageModel> {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL } = env();
  return createAnthropic({ apiKey: ANTHROPIC_API_KEY, baseURL: ANTHROPIC_BASE_URL })(model);
}

/** The model as the AI SDK calls it. Its packages are loaded now, not at the process's start. */
export function loadModel(config: ModelConfig): Promise<LanguageModel> {
  // The SDK's warnings go to the console, past the log, and may quote what was sent.
  (globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;
  return { azure: loadAzure, openai: loadOpenAi, anthropic: loadAnthropic }[config.provider](config);
}
