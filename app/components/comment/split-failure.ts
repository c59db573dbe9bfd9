import type { ActionFailure } from '../../http/page.server.ts';

/** A refusal of one of the comments' forms apart from one of the page's own forms. */
export function splitFailure(failure: ActionFailure | null): {
  failure: ActionFailure | null;
  commentFailure: ActionFailure | null;
} {
  const intent = failure?.values.intent;
  const commenting = typeof intent === 'string' && intent.startsWith('comment-');
  return commenting ? { failure: null, commentFailure: failure } : { failure, commentFailure: null };
}
