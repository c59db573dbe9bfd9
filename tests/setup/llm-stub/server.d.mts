/** One request as the stub understood it; keys are seen as `<present>` only. */
export interface StubRequest {
  n: number;
  path: string;
  api: 'responses' | 'chat' | 'anthropic' | 'embeddings' | 'models' | null;
  auth: string | null;
  rule: string | null;
  status: number | null;
  kind: string | null;
  body?: Record<string, unknown>;
  lastUser?: string;
  tools?: string[];
  wantsJson?: boolean;
  stream?: boolean;
  problems?: { message: string; code: string }[];
  clientAbortedAfterMs?: number;
  ms?: number;
}

export interface StubResponse {
  text?: string;
  json?: unknown;
  toolCalls?: { name: string; args?: unknown; rawArgs?: string }[];
  refusal?: string;
  finish?: 'stop' | 'length' | 'content_filter' | 'tool_calls';
  usage?: { input?: number; output?: number; cached?: number; reasoning?: number };
  status?: number;
  headers?: Record<string, string>;
  message?: string;
  delayMs?: number;
  chunkMs?: number;
  fault?: string;
  afterChunks?: number;
}

export interface StubTurn {
  role: string;
  text: string;
}

export interface Stub {
  port: number;
  url: string;
  baseURL: string;
  requests: StubRequest[];
  setScript(script: unknown): void;
  clear(): void;
  unused(): (string | undefined)[];
  close(): Promise<void>;
}

export function createStub(options?: {
  script?: unknown;
  handler?: (input: {
    n: { turns: StubTurn[]; jsonSchema: unknown; lastUser: string };
  }) => StubResponse | null | undefined;
  lenient?: boolean;
  port?: number;
  log?: string;
}): Promise<Stub>;
