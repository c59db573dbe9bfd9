import { z } from 'zod';

const hosts = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine((all) => all.every((one) => /^\S+:\d+$/.test(one)), 'must be host:port, comma-separated');

/** Variables of poolers, replicas and Redis in several parts; part of ENV_SPEC. */
export const SCALE_VARIABLES = {
  DATABASE_PREPARED: {
    schema: z.enum(['auto', '1', '0']).default('auto'),
    group: 'Database',
    about:
      'Whether connections keep prepared statements. `auto`: unless DATABASE_DIRECT_URL says that DATABASE_URL is a pooler. 1 needs PgBouncer 1.21 with max_prepared_statements.',
  },
  DATABASE_REPLICA_URL: {
    schema: z.string().optional(),
    group: 'Database',
    about: 'A streaming replica that lists and reports are read from while it keeps up. Unset: the primary.',
    secret: true,
    example: 'postgresql://pmis_app:…@postgres-replica:5432/pmis',
  },
  DATABASE_REPLICA_AFTER_WRITE_S: {
    schema: z.coerce.number().int().min(0).default(5),
    group: 'Database',
    about: 'Seconds for which whoever has just written reads from the primary.',
  },
  REDIS_SENTINELS: {
    schema: hosts.default([]),
    group: 'Redis',
    about:
      'Sentinels, host:port, comma-separated, that name the master. Password, user and number come from REDIS_URL.',
    example: 'sentinel-1:26379,sentinel-2:26379,sentinel-3:26379',
  },
  REDIS_SENTINEL_NAME: {
    schema: z.string().default('mymaster'),
    group: 'Redis',
    about: 'The name under which the sentinels know the master.',
  },
  REDIS_SENTINEL_PASSWORD: {
    schema: z.string().optional(),
    group: 'Redis',
    about: 'Password of the sentinels themselves. Unset: none.',
    secret: true,
  },
  REDIS_CLUSTER: {
    schema: hosts.default([]),
    group: 'Redis',
    about: 'Nodes of a Redis Cluster to begin with, host:port. Password and user come from REDIS_URL.',
    example: 'redis-1:6379,redis-2:6379',
  },
};

type Given = { REDIS_URL?: string; REDIS_SENTINELS: string[]; REDIS_CLUSTER: string[] };

/** What cannot be meant, a sentence for each. */
export function scaleProblems({ REDIS_URL, REDIS_SENTINELS, REDIS_CLUSTER }: Given): string[] {
  const problems: string[] = [];
  if (REDIS_SENTINELS.length > 0 && REDIS_CLUSTER.length > 0)
    problems.push('REDIS_SENTINELS and REDIS_CLUSTER are two ways to run Redis: set one of them.');
  if (REDIS_SENTINELS.length + REDIS_CLUSTER.length > 0 && !REDIS_URL)
    problems.push(
      'REDIS_URL is missing: it carries the user and password of what REDIS_SENTINELS or REDIS_CLUSTER name.',
    );
  return problems;
}
