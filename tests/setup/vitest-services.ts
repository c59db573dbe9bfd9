import { startTestServices } from './services.ts';

/** Vitest's global set-up: the real services, once for a run, though it is called for each of Vitest's projects. */
export default async function startOnce(): Promise<(() => Promise<void>) | undefined> {
  return process.env.TEST_DATABASE_URL ? undefined : startTestServices();
}
