import type { ActionFailure } from '../../http/page.server.ts';

/** The failure that a page's action came back with; null after success or before anything was sent. */
export function failureIn(answer: unknown): ActionFailure | null {
  const failed = typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
  return failed ? (answer as ActionFailure) : null;
}

/** What is wrong with one field, for `<Field error>`. */
export function errorsOf(failure: ActionFailure | null, field: string): string[] {
  return (
    failure?.fields
      .filter((wrong) => wrong.field === field || wrong.field.startsWith(`${field}.`))
      .map((wrong) => wrong.message) ?? []
  );
}

/** What was typed into a field before the failure, else its value as stored. */
export function typedIn(failure: ActionFailure | null, field: string, stored = ''): string {
  const typed = failure?.values[field];
  return (Array.isArray(typed) ? typed[0] : typed) ?? stored;
}
