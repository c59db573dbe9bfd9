import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireSignInAttempt } from '../limits/rate-limit.ts';
import { logger } from '../logger.ts';
import { isRefusedDemoPassword } from './no-demo-password.ts';
import { isPassword } from './password.ts';
import { getCredentials } from './user.queries.ts';

/**
 * Checks an email and a password and returns the person's id. The sentence, the status and the time are the same for
 * an unknown address, a wrong password, a disabled person and a demo password in production.
 * Throws `unauthenticated`, `rate_limited`.
 */
export async function signIn(
  db: Db,
  input: { email: string; password: string; clientAddress: string },
): Promise<{ userId: string }> {
  // Longer than any address or password of ours: compared as what it is, a wrong one.
  const email = input.email.trim().toLowerCase().replaceAll('\0', '').slice(0, 254);
  const password = input.password.slice(0, 1000);
  await requireSignInAttempt(db, input.clientAddress, email);
  const person = await getCredentials(db, email);
  const matches = await isPassword(person?.passwordHash ?? null, password);
  if (person?.active && matches && !isRefusedDemoPassword(password)) return { userId: person.userId };
  logger.info({ clientAddress: input.clientAddress }, 'sign-in refused');
  throw new DomainError(
    'unauthenticated',
    'Email or password is wrong. Check both, or ask an admin for a new password.',
  );
}
