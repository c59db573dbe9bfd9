// `npm run bench`, `bench:scale`, `bench:mail`: brings the build up to date, then measures it.
import { ensureBuilt, ensureInstalled, run } from '../scripts/prepare.mjs';

const script = { scale: 'bench/scale.ts', mail: 'bench/mail.ts' }[process.argv[2]] ?? 'bench/run.ts';
await ensureInstalled();
await ensureBuilt();
process.exit(
  await run(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error' },
  }),
);
