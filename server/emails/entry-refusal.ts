import { z } from 'zod';
import { DomainError } from '../errors.ts';

/** Whether a failure says that the entry itself is wrong, so that another try cannot help. */
export function isFinal(error: unknown): boolean {
  return error instanceof z.ZodError || error instanceof DomainError || error instanceof SyntaxError;
}

/** Why an entry was refused, as a sentence for the dead letter. */
export function refusalText(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues
      .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
      .join('; ');
  return error instanceof Error ? error.message : String(error);
}
