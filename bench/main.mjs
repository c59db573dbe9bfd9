// `npm run bench`, `npm run bench:scale`: brings the build up to date, then measures it.
import { ensureBuilt, ensureInstalled, run } from '../scripts/prepare.mjs';

const script = process.argv[2] === 'scale' ? 'bench/scale.ts' : 'bench/run.ts';
await ensureInstalled();
await ensureBuilt();
process.exit(
  await run(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, NODE_ENV: 'production' } }),
);
