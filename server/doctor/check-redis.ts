import { type Check, fail, off, ok, type Patient, plainError, type Verdict, warn } from './verdict.ts';

const GROUP = 'Redis';
const NONE = 'REDIS_URL is not set: sessions, limits and the doorbell are in PostgreSQL.';

async function fieldsOf({ redis }: Patient, section: string): Promise<Map<string, string>> {
  const info = await redis!.info(section);
  return new Map(
    info
      .split(/\r?\n/)
      .flatMap((line) =>
        line.includes(':') ? [[line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] as const] : [],
      ),
  );
}

const withRedis = (look: (patient: Patient) => Promise<Verdict>) => async (patient: Patient) =>
  patient.redis ? look(patient) : off(NONE);

async function lookAtServer({ redis }: Patient) {
  try {
    if (redis!.status === 'wait' || redis!.status === 'end') await redis!.connect();
    for (let i = 0; redis!.status !== 'ready' && i < 30; i++) await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    await redis!.ping();
    return ok(`It answers in ${(performance.now() - began).toFixed(1)} ms.`);
  } catch (error) {
    return fail(
      `Redis does not answer: ${plainError(error)}`,
      'Is it up, and are host, port and password in REDIS_URL right? No work is lost meanwhile; people may have to sign in again.',
    );
  }
}

async function lookAtPersistence(patient: Patient) {
  const info = await fieldsOf(patient, 'persistence');
  const [aof, aofStatus, rdbStatus] = [
    info.get('aof_enabled'),
    info.get('aof_last_write_status'),
    info.get('rdb_last_bgsave_status'),
  ];
  if (aof === '1' && aofStatus !== undefined && aofStatus !== 'ok')
    return fail('Redis cannot write its append-only file.', 'See its log and its disk.');
  if (rdbStatus !== undefined && rdbStatus !== 'ok')
    return fail('The last snapshot of Redis failed.', 'See its log and its disk.');
  if (aof === '1') return ok('Redis writes an append-only file.');
  return warn(
    'Redis keeps no append-only file: after a crash, what other systems pushed into its list and nobody had taken is gone.',
    'Set `appendonly yes`; on a managed Redis, switch persistence on. Messages sent to the API are not affected.',
  );
}

async function lookAtMemory(patient: Patient) {
  const info = await fieldsOf(patient, 'memory');
  const [policy, used, limit] = [
    info.get('maxmemory_policy'),
    Number(info.get('used_memory')),
    Number(info.get('maxmemory')),
  ];
  if (policy !== undefined && policy !== 'noeviction')
    return fail(
      `Redis throws keys away when it is full (maxmemory-policy ${policy}): sessions and list entries could go.`,
      'Set `maxmemory-policy noeviction`.',
    );
  if (limit > 0 && used > limit * 0.8)
    return warn(
      `Redis uses ${(used / 1e6).toFixed(0)} of ${(limit / 1e6).toFixed(0)} MB.`,
      'Raise maxmemory, or see what fills it: `redis-cli --bigkeys`.',
    );
  return ok(`noeviction, ${(used / 1e6).toFixed(1)} MB used${limit > 0 ? ` of ${(limit / 1e6).toFixed(0)} MB` : ''}.`);
}

/** Reachable, persistent, never throwing keys away. */
export const redisChecks: Check[] = [
  { id: 'redis', group: GROUP, title: 'Server', look: withRedis(lookAtServer) },
  { id: 'redis_persistence', group: GROUP, title: 'Persistence', look: withRedis(lookAtPersistence) },
  { id: 'redis_memory', group: GROUP, title: 'Memory', look: withRedis(lookAtMemory) },
];
