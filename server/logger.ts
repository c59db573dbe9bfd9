import { pino } from 'pino';
import { env } from './env.ts';

/** Structured log to standard output, one JSON object a line. Secrets and mail bodies are cut out by path. */
export const logger = pino({
  level: env().LOG_LEVEL,
  base: { service: process.argv[1]?.includes('worker') ? 'worker' : process.argv[1]?.includes('cli') ? 'cli' : 'web' },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
    censor: '[redacted]',
  },
});
