// `npm run bench`: brings the build up to date, then measures it.
import { ensureBuilt, ensureInstalled, run } from '../scripts/prepare.mjs';

await ensureInstalled();
await ensureBuilt();
process.exit(
  await run(process.execPath, ['--import', 'tsx', 'bench/run.ts'], { env: { ...process.env, NODE_ENV: 'production' } }),
);
