import { destination, type LoggerOptions, pino, stdSerializers } from 'pino';
import { env } from './env.ts';
import { isSecretName, scrubText } from './telemetry/scrub.policy.ts';
import { contextIds } from './telemetry/work-context.ts';

/** A configuration that is refused is told by the program's start, in sentences, not by whoever imports this first. */
function level(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    return 'info';
  }
}

/** Fields of PostgreSQL's errors that hold a row's values: a mail's text among them. */
const ROW_FIELDS = new Set(['detail', 'where', 'parameters', 'internalQuery', 'hint', 'query']);

/** An error for the log: without the values of rows, secrets cut out of its texts. */
export function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, ...rest } = stdSerializers.err(error);
  const kept = Object.entries(rest).filter(
    ([name, value]) => !ROW_FIELDS.has(name) && !isSecretName(name) && typeof value !== 'object',
  );
  return { type, message: scrubText(message), stack: scrubText(stack), ...Object.fromEntries(kept) };
}

/** Fields that are never logged, wherever they stand on the first three levels. */
const SECRETS = ['password', 'passphrase', 'token', 'secret', 'apiKey', 'authorization', 'cookie', '["set-cookie"]'];
const MAIL_TEXTS = ['body', 'text', 'html', 'raw', 'replyText', 'subject', 'quote', 'entry', 'payload'];
const CUT = [...SECRETS, ...MAIL_TEXTS];
const below = (prefix: string) => CUT.map((name) => (name.startsWith('[') ? prefix + name : `${prefix}.${name}`));

/**
 * Structured log, one JSON object a line. Each line carries the ids of the request or job under way (`requestId`,
 * `userId`, `jobId`, `jobKind`). Secrets and mail texts are cut out by name.
 */
export const logOptions: LoggerOptions = {
  level: level(),
  base: { service: process.argv[1]?.includes('worker') ? 'worker' : process.argv[1]?.includes('cli') ? 'cli' : 'web' },
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: contextIds,
  serializers: { err: errorForLog },
  redact: { paths: [...CUT, ...below('*'), ...below('*.*')], censor: '[redacted]' },
};

/** The process’s log, to standard output; the command line’s own answer stands there, so its log goes to standard error. */
export const logger = pino(logOptions, destination(logOptions.base?.['service'] === 'cli' ? 2 : 1));
