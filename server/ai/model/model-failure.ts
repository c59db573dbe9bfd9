/** Why a model gave no answer that can be used. */
export type FailureKind =
  | 'timeout'
  | 'network'
  | 'refused_key'
  | 'rate_limited'
  | 'server_error'
  | 'bad_request'
  | 'no_object'
  | 'cut_off'
  | 'filtered'
  | 'empty'
  | 'unknown';

export type ModelFailure = { kind: FailureKind; message: string };

const MESSAGES: Record<FailureKind, string> = {
  timeout: 'The model did not answer in time.',
  network: 'The connection to the model broke.',
  refused_key: 'The provider refused the key.',
  rate_limited: 'The provider refused: too many requests, or the quota is used up.',
  server_error: 'The provider failed.',
  bad_request: 'The provider refused the request.',
  no_object: 'The model’s answer was not in the wanted form.',
  cut_off: 'The model’s answer was cut off.',
  filtered: 'The model declined to answer.',
  empty: 'The model answered nothing.',
  unknown: 'The model failed.',
};

type Thrown = { name?: unknown; statusCode?: unknown; lastError?: unknown; cause?: unknown; code?: unknown };

function kindOfStatus(status: number): FailureKind {
  if (status === 401 || status === 403) return 'refused_key';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server_error' : 'bad_request';
}

function kindOf(error: unknown, depth = 0): FailureKind {
  if (typeof error !== 'object' || error === null || depth > 4) return 'unknown';
  const { name, statusCode, lastError, cause, code } = error as Thrown;
  const known = String(name);
  if (/NoObjectGenerated|NoOutputGenerated|TypeValidation|JSONParse/.test(known)) return 'no_object';
  if (known === 'TimeoutError' || known === 'AbortError') return 'timeout';
  if (lastError) return kindOf(lastError, depth + 1);
  if (typeof statusCode === 'number' && statusCode >= 400) return kindOfStatus(statusCode);
  if (/InvalidResponseData|EmptyResponseBody/.test(known) || statusCode === 200) return 'no_object';
  if (typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR\w*)$/.test(code)) return 'network';
  if (cause) {
    const inner = kindOf(cause, depth + 1);
    if (inner !== 'unknown') return inner;
  }
  return /APICallError|TypeError/.test(known) ? 'network' : 'unknown';
}

/** A failure of this kind in our own words. `detail` is ours too: never a provider's text, key or mail. */
export function failureOf(kind: FailureKind, detail?: string): ModelFailure {
  return { kind, message: detail ? `${MESSAGES[kind]} ${detail}` : MESSAGES[kind] };
}

/**
 * What an error of the SDK means, in our own words. The error itself holds the request with the mail's text, and what
 * the provider wrote may repeat a part of the key: neither is ever logged or stored.
 */
export function modelFailure(error: unknown): ModelFailure {
  return failureOf(kindOf(error));
}

/** What a finish reason other than `stop` means; null for `stop`. */
export function finishFailure(finishReason: string | undefined): ModelFailure | null {
  if (finishReason === 'stop') return null;
  if (finishReason === 'length') return failureOf('cut_off');
  if (finishReason === 'content-filter') return failureOf('filtered');
  return failureOf('cut_off', `It ended with “${/^[a-z-]{1,20}$/.test(finishReason ?? '') ? finishReason : 'other'}”.`);
}
