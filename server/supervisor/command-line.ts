import { spawn } from 'node:child_process';
import { z } from 'zod';
import { appRoot } from '../app-root.ts';

/** What `pmis db migrate --json` says: names applied now, whether nobody and nothing is in the database, whether it is the demo. */
const migrateAnswer = z.object({
  applied: z.array(z.string()),
  empty: z.boolean().default(false),
  demo: z.boolean().default(false),
});

export type MigrateAnswer = z.infer<typeof migrateAnswer>;

/**
 * Runs one command of our own command line and returns its standard output, passing it through where `show` is set.
 * Rejects when it fails; an abort ends it.
 */
async function runCommand(args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal, show: boolean): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: appRoot,
    env,
    signal,
    stdio: ['ignore', show ? 'inherit' : 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `\`pmis ${args.slice(args.findIndex((arg) => /cli\.[jt]s$/.test(arg)) + 1).join(' ')}\` failed (${by ?? `exit code ${code}`}). ${output.trim()}`,
          ),
        );
    });
  });
  return output;
}

/** Brings the database up to date. */
export async function migrate(cli: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<MigrateAnswer> {
  const output = await runCommand([...cli, 'db', 'migrate', '--json'], env, signal, false);
  return migrateAnswer.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}

/** Loads the demo world; its progress is shown. */
export async function loadDemo(cli: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  await runCommand([...cli, 'seed', '--demo'], env, signal, true);
}
