import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** The system user that PostgreSQL runs as, when it is not the one we run as. */
export interface Account {
  uid: number;
  gid: number;
}

const PREFERRED = ['pmis', 'postgres', 'nobody'];

/**
 * Who runs PostgreSQL: null for ourselves; for root, the owner of an existing cluster, else the first of
 * pmis, postgres, nobody. PostgreSQL refuses root, and initdb needs a user that is listed in /etc/passwd.
 */
export function databaseAccount(existingCluster: string | null): Account | null {
  if (process.getuid?.() !== 0) return null;
  if (existingCluster) {
    const { uid, gid } = statSync(existingCluster);
    if (uid !== 0) return { uid, gid };
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of PREFERRED) {
    const user = users.find((fields) => fields[0] === name);
    if (user && Number(user[2]) > 0) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error(
    `PostgreSQL refuses to run as root and none of the users ${PREFERRED.join(', ')} exists. ` +
      'Create one (useradd --system pmis), run PMIS as an ordinary user, or set DATABASE_URL.',
  );
}

/** True when the account can enter the folder; tried by entering it, as a mode alone does not tell (ACLs, parents). */
export function canEnter(account: Account | null, dir: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', dir], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}
