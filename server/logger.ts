import { pino } from 'pino';
import { env } from './env.ts';

/** A configuration that is refused is told by the program's start, in sentences, not by whoever imports this first. */
function level(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    return 'info';
  }
}

/** Structured log to standard output, one JSON object a line. Secrets and mail bodies are cut out by path. */
export const logger = pino({
  level: level(),
  base: { service: process.argv[1]?.includes('worker') ? 'worker' : process.argv[1]?.includes('cli') ? 'cli' : 'web' },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'],
    censor: '[redacted]',
  },
});
