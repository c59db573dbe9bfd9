import { isDatabaseAway } from '../errors.ts';
import { contextIds, workContext } from './work-context.ts';

/** Where an error was caught, in words that group well: a route's pattern or a job's kind, never an address. */
export type ErrorPlace = { at: 'request' | 'job' | 'page' | 'process'; name?: string };
export type ErrorReport = {
  error: unknown;
  place: ErrorPlace;
  ids: ReturnType<typeof contextIds>;
  /** The span it happened in, where traces are taken. */
  trace?: { traceId: string; spanId: string };
};
export type ErrorSink = { send: (report: ErrorReport) => void; flush: () => Promise<void> };

const KEY: unique symbol = Symbol.for('pmis.errorSink');
// One sink for both bundles of the web process.
const shared = globalThis as typeof globalThis & { [KEY]?: ErrorSink };

const EXPECTED_NAMES = new Set(['DomainError', 'ZodError', 'AbortError', 'LeaseLost']);

/**
 * Failures that say nothing about our code: refusals, requests given up by their caller, answers thrown as redirects or
 * errors below 500, and the database being away (an alert of its own, not one error a request).
 */
export function isExpected(error: unknown): boolean {
  if (error instanceof Response) return error.status < 500;
  if (error instanceof Error) return EXPECTED_NAMES.has(error.name) || isDatabaseAway(error) || isHangUp(error);
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status < 500;
}

function isHangUp(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || error.message === 'aborted';
}

export function setErrorSink(sink: ErrorSink | undefined): void {
  shared[KEY] = sink;
}

/** Tells the error tracker, where one is configured, of an unexpected failure with the ids under way. Never throws. */
export function reportError(error: unknown, place: ErrorPlace): void {
  if (shared[KEY] && !isExpected(error))
    shared[KEY].send({ error, place, ids: contextIds(), trace: workContext()?.span });
}

/** Waits (two seconds at most) until what was reported has been sent. */
export async function flushErrors(): Promise<void> {
  await shared[KEY]?.flush();
}
