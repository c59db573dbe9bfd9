// `npm run dev`: the supervisor on the sources. The web serves through Vite with hot reload; the worker restarts on change.
import { spawn } from 'node:child_process';
import { ensureInstalled, root } from './prepare.mjs';

await ensureInstalled();
const child = spawn(process.execPath, ['--import', 'tsx', 'server/supervisor.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PMIS_DEV: '1' },
});
// The terminal's Ctrl-C reaches the supervisor itself; a signal sent to this process alone is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {});
child.once('exit', (code) => process.exit(code ?? 1));
