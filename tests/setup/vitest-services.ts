import { startTestServices } from './services.ts';

/** Vitest's global set-up: the real services, once for a run. */
export default startTestServices;
