import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort, makeTestFolder } from './services.ts';

/** Why Debian's Dovecot cannot run here; null: it can. */
export function dovecotMissing(): string | null {
  if (spawnSync('sh', ['-c', 'command -v dovecot']).status !== 0) return 'dovecot is not installed (dovecot-imapd)';
  return process.getuid?.() === 0 ? null : 'dovecot needs root to change its user';
}

export type Dovecot = { port: number; stop: () => Promise<void> };

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.setTimeout(500, () => resolve(false));
    socket.once('close', () => socket.destroy());
  });

/** A real IMAP server on loopback: any user, password `secret`, a mailbox of its own each, IDLE, no TLS. */
export async function startDovecot({ tokenUrl }: { tokenUrl?: string } = {}): Promise<Dovecot> {
  const dir = makeTestFolder('dovecot');
  chmodSync(dir, 0o755);
  for (const name of ['run', 'mail']) mkdirSync(path.join(dir, name), { mode: 0o755 });
  execFileSync('chown', ['nobody:nogroup', path.join(dir, 'mail')]);
  const port = await freePort();
  if (tokenUrl)
    writeFileSync(
      path.join(dir, 'oauth2.conf'),
      `introspection_url = ${tokenUrl}\nintrospection_mode = post\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n`,
    );
  const conf = `
base_dir = ${dir}/run
state_dir = ${dir}/run
instance_name = ${path.basename(dir)}
protocols = imap
listen = 127.0.0.1
log_path = ${dir}/dovecot.log
mail_location = maildir:${dir}/mail/%n
first_valid_uid = 1
last_valid_uid = 0
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login${tokenUrl ? ' xoauth2 oauthbearer' : ''}
ssl = no
default_vsz_limit = 0
${tokenUrl ? `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${dir}/oauth2.conf\n}` : ''}
passdb {
  driver = static
  mechanisms = plain login
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${dir}/mail/%n allow_all_users=yes
}
namespace inbox {
  inbox = yes
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  client_limit = 100
}
`;
  writeFileSync(path.join(dir, 'dovecot.conf'), conf);
  const program = spawn('dovecot', ['-F', '-c', path.join(dir, 'dovecot.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', (data: Buffer) => (said += data.toString()));
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 60 || program.exitCode !== null) throw new Error(`Dovecot does not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    port,
    async stop() {
      const ended = new Promise((resolve) => program.once('exit', resolve));
      program.kill('SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000))]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
