// `npm start`: installs and builds if needed, then this process becomes the supervisor.
import { ensureBuilt, ensureInstalled } from './prepare.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import('../build/supervisor.js');
