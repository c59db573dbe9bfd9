import { createInterface } from 'node:readline/promises';

/** What decides about demo data at a start. */
export interface DemoQuestion {
  /** PMIS_DEMO: true without asking, false never, undefined not said. */
  wish: boolean | undefined;
  production: boolean;
  /** True for the embedded database, false for one given by DATABASE_URL. */
  embedded: boolean;
  empty: boolean;
  terminal: boolean;
}

/** `load`, `skip` or `ask`: a database that is not empty is never touched, one given by DATABASE_URL only when told to. */
export function demoDecision({ wish, production, embedded, empty, terminal }: DemoQuestion): 'load' | 'skip' | 'ask' {
  if (!empty || production || wish === false) return 'skip';
  if (wish) return 'load';
  if (terminal) return 'ask';
  return embedded ? 'load' : 'skip';
}

/** Asks on the terminal; Enter means yes for the embedded database and no for one given by DATABASE_URL. */
export async function askForDemo(embedded: boolean, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Load demo data? ${embedded ? '[Y/n]' : '[y/N]'} `, { signal });
    return answer.trim() === '' ? embedded : /^y/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
