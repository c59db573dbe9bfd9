import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { env } from './env.ts';

let shared: Redis | undefined;

const again = (times: number) => Math.min(100 * 2 ** Math.min(times, 6), 5_000);

const nodes = (all: readonly string[]) =>
  all.map((one) => {
    const at = one.lastIndexOf(':');
    return { host: one.slice(0, at), port: Number(one.slice(at + 1)) };
  });

/**
 * Whether a certificate names the server that was asked for. Memorystore's names its address, as the common name only:
 * that counts where it has no other name.
 */
export function namesServer(host: string, certificate: PeerCertificate): Error | undefined {
  const { subjectaltname, subject } = certificate;
  return isIP(host) && !subjectaltname && subject.CN === host ? undefined : checkServerIdentity(host, certificate);
}

/** Who signs in, and to which database number, as REDIS_URL says it. */
function access(url: string): Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'> {
  const { username, password, pathname, protocol } = new URL(url);
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    db: Number(pathname.slice(1)) || 0,
    ...(protocol === 'rediss:' ? { tls: { checkServerIdentity: namesServer } } : {}),
  };
}

function connect(url: string, options: RedisOptions): Redis {
  const { REDIS_SENTINELS, REDIS_SENTINEL_NAME, REDIS_SENTINEL_PASSWORD, REDIS_CLUSTER } = env();
  if (REDIS_CLUSTER.length > 0) {
    const { db: _none, ...signIn } = access(url);
    const { enableOfflineQueue, ...redisOptions } = options;
    // A cluster takes the same commands; every key of one command of ours is in one slot. Scans: see `mastersOf`.
    return new Cluster(nodes(REDIS_CLUSTER), {
      redisOptions: { ...redisOptions, ...signIn },
      enableOfflineQueue,
      clusterRetryStrategy: again,
      slotsRefreshTimeout: 2_000,
    }) as unknown as Redis;
  }
  if (REDIS_SENTINELS.length === 0) {
    const { hostname, port, protocol } = new URL(url);
    if (protocol !== 'rediss:') return new Redis(url, options);
    return new Redis({
      ...options,
      ...access(url),
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || 6379,
    });
  }
  return new Redis({
    ...options,
    ...access(url),
    sentinels: nodes(REDIS_SENTINELS),
    name: REDIS_SENTINEL_NAME,
    sentinelPassword: REDIS_SENTINEL_PASSWORD,
    sentinelRetryStrategy: again,
    // A master that was deposed answers as a replica: it is left at once, and the sentinels are asked again.
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  });
}

/**
 * A new connection, for callers that block on it (BLMOVE): to the server of `url`, to the master that REDIS_SENTINELS
 * name, or to REDIS_CLUSTER. Commands fail at once while Redis is away.
 */
export function createRedis(url: string, options: { blocking?: boolean } = {}): Redis {
  const redis = connect(url, {
    maxRetriesPerRequest: options.blocking ? null : 1,
    connectTimeout: 5_000,
    commandTimeout: options.blocking ? undefined : 2_000,
    enableOfflineQueue: options.blocking ?? false,
    retryStrategy: again,
  });
  // Redis being away degrades, it does not end the process; health and the callers report it.
  redis.on('error', () => undefined);
  return redis;
}

/** The servers that hold keys: the one, or a cluster's masters. For commands that name no key (SCAN, INFO). */
export function mastersOf(redis: Redis): Redis[] {
  return (redis as unknown) instanceof Cluster ? (redis as unknown as Cluster).nodes('master') : [redis];
}

/** The process's Redis, or null where `REDIS_URL` is unset: every caller then uses PostgreSQL. */
export function getRedis(): Redis | null {
  const url = env().REDIS_URL;
  if (!url) return null;
  shared ??= createRedis(url);
  return shared;
}

export function closeRedis(): void {
  shared?.disconnect();
  shared = undefined;
}
