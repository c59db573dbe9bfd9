import { env } from '../env.ts';
import { DomainError } from '../errors.ts';
import { DEMO_PASSWORD } from '../seed/demo-password.ts';

/** True for the password that our own documents print, where it must not open anything. */
export function isRefusedDemoPassword(password: string): boolean {
  return env().PMIS_ENV === 'production' && password === DEMO_PASSWORD;
}

/** Throws `invalid` for the demo password in production. */
export function requireNoDemoPassword(password: string, field: string): void {
  if (!isRefusedDemoPassword(password)) return;
  const message = 'This is the demo password that everybody knows. Choose another.';
  throw new DomainError('invalid', message, { fields: [{ field, message }] });
}
