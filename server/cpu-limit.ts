import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

function read(file: string): string {
  try {
    return readFileSync(`/sys/fs/cgroup/${file}`, 'utf8').trim();
  } catch {
    return '';
  }
}

/** CPUs that this process may use: the container's limit (cgroup v2 or v1) rounded up, else those of the machine. */
export function cpuLimit(): number {
  const [quota, period] = (read('cpu.max') || `${read('cpu/cpu.cfs_quota_us')} ${read('cpu/cpu.cfs_period_us')}`).split(
    ' ',
  );
  const limit = Math.ceil(Number(quota) / Number(period));
  return limit >= 1 ? Math.min(limit, availableParallelism()) : availableParallelism();
}
