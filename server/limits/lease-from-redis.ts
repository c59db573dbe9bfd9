import type { Redis } from 'ioredis';
import type { Bucket } from './rate-limit.queries.ts';

const LEASE = `
local now = redis.call('TIME')
local at = tonumber(now[1]) + tonumber(now[2]) / 1e6
local rate, burst, want = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = burst
if held[1] then tokens = math.min(burst, tonumber(held[1]) + math.max(at - tonumber(held[2]), 0) * rate) end
local granted = math.min(want, math.floor(tokens))
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens - granted), 'at', string.format('%.6f', at))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 60)
return granted`;

/** Takes up to `want` from the bucket in Redis, by Redis's own clock; returns how many were there. */
export async function leaseFromRedis(redis: Redis, bucket: Bucket, want: number): Promise<number> {
  const { key, perMinute, burst } = bucket;
  return Number(await redis.eval(LEASE, 1, `pmis:limit:${key}`, perMinute / 60, burst, want));
}
