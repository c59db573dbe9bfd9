import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './tracing.ts';

/** What is under way: one request, or one job. Every log line written meanwhile carries its ids. */
export type WorkContext = {
  /** The HTTP request, or the one that a job's cause came with. */
  requestId?: string;
  userId?: string;
  jobId?: string;
  jobKind?: string;
  /** What the spans of its queries hang below. */
  span?: Span;
};

const KEY: unique symbol = Symbol.for('pmis.workContext');

// The web process runs two bundles (its own and Remix's build): both must see the same context.
const shared = globalThis as typeof globalThis & { [KEY]?: AsyncLocalStorage<WorkContext> };
const storage = (shared[KEY] ??= new AsyncLocalStorage<WorkContext>());

/** Runs `work` and everything it awaits under this context. */
export function runInContext<T>(context: WorkContext, work: () => T): T {
  return storage.run(context, work);
}

/** The request or job under way; undefined outside of one. */
export function workContext(): WorkContext | undefined {
  return storage.getStore();
}

/** Notes who the request turned out to come from. */
export function noteUser(userId: string): void {
  const context = storage.getStore();
  if (context) context.userId = userId;
}

/** The ids of the request or job under way, for a log line: those that are known, without its span. */
export function contextIds(): Omit<WorkContext, 'span'> {
  const context = storage.getStore();
  if (!context) return {};
  const { span: _span, ...ids } = context;
  return ids;
}
