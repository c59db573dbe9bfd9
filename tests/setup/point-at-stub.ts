import { setEnv } from '../../server/env.ts';

export const PROTOCOLS = ['responses', 'chat', 'anthropic', 'azure'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Lets this process's assistant use the stub, by one of the protocols; `null`: no model. */
export function pointAtStub(protocol: Protocol | null, stub?: { url: string; baseURL: string }): void {
  const key = protocol === null ? undefined : 'stub-key-of-tests';
  setEnv({
    AI_PROVIDER: protocol === null ? 'rules' : protocol === 'anthropic' || protocol === 'azure' ? protocol : 'openai',
    OPENAI_API: protocol === 'chat' ? 'chat' : 'responses',
    OPENAI_API_KEY: key,
    OPENAI_BASE_URL: stub?.baseURL,
    ANTHROPIC_API_KEY: key,
    ANTHROPIC_BASE_URL: stub?.baseURL,
    AZURE_OPENAI_API_KEY: key,
    AZURE_OPENAI_ENDPOINT: stub?.url,
    AZURE_OPENAI_DEPLOYMENT: 'reader',
  });
}
