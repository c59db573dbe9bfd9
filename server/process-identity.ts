import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/**
 * Names one run of one process: `pid:start time`. A process id alone is reused by the system, this text is not.
 * Null when the process does not exist or is a zombie.
 */
export function processIdentity(pid: number): string | null {
  if (process.platform !== 'linux') {
    const started = ps(pid, 'lstart');
    return started ? `${pid}:${started}` : null;
  }
  try {
    // The command name (field 2) may hold spaces and parentheses: fields are counted from the last ')'.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${pid}:${fields[19]}`;
  } catch {
    return null;
  }
}

/** The pid inside an identity when that very process still runs, else null. */
export function livePid(identity: string): number | null {
  const pid = Number.parseInt(identity, 10);
  return pid > 0 && processIdentity(pid) === identity ? pid : null;
}

/** The arguments a process was started with, joined by spaces; empty when it does not exist. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
