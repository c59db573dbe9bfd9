import type { Command } from 'commander';
import type { SystemActor } from '../actor.ts';
import { createToken } from '../tokens/create-token.ts';
import { createUser } from '../users/create-user.ts';
import { randomPassword } from '../users/password.ts';
import { readUsers } from '../users/read-users.ts';
import { resetPassword } from '../users/reset-password.ts';
import { updateUser } from '../users/update-user.ts';
import { type CliContext, UsageError } from './context.ts';

const OPERATOR: SystemActor = { kind: 'system', name: 'pmis command line', via: 'cli' };

type CreateOptions = {
  email: string;
  name: string;
  role: string;
  title?: string;
  timeZone?: string;
  password?: string;
};

/** `90d`, `12w` or `1y` as days; undefined for none. */
function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,4})([dwy])$/.exec(text);
  if (!match) throw new UsageError(`--expires "${text}" is not a time: write 90d, 12w or 1y.`);
  return Number(match[1]) * { d: 1, w: 7, y: 365 }[match[2] as 'd' | 'w' | 'y'];
}

/** `pmis user create|list|disable|enable|reset-password` and `pmis token create`. */
export function registerUsers(program: Command, context: CliContext): void {
  const user = program.command('user').description('people who may sign in');

  user
    .command('create')
    .description('add a person; without --password one is made and printed once')
    .requiredOption('--email <email>')
    .requiredOption('--name <name>')
    .requiredOption('--role <role>', 'viewer, operator, analyst or admin')
    .option('--title <title>')
    .option('--time-zone <zone>', 'IANA time zone', 'UTC')
    .option('--password <password>')
    .action(async ({ email, name, role, title, timeZone, password }: CreateOptions) => {
      const secret = password ?? randomPassword();
      const input = { email, name, role, title, timeZone, password: secret };
      const created = await createUser(await context.db(), OPERATOR, input);
      const shown = password === undefined ? { password: secret } : {};
      context.print(
        { ...created, ...shown },
        `${created.email} (${created.role}) may sign in${password === undefined ? ` with the password ${secret}` : ''}.`,
      );
    });

  user
    .command('list')
    .description('everybody, by name')
    .action(async () => {
      const db = await context.db();
      const { items, nextCursor } = await readUsers(db, OPERATOR, { limit: 1000 });
      const width = Math.max(0, ...items.map((item) => item.email.length));
      const lines = items.map(
        (item) =>
          `${item.email.padEnd(width)}  ${item.role.padEnd(8)}  ${item.active ? '        ' : 'disabled'}  ${item.name}`,
      );
      if (nextCursor) lines.push('… and more than 1000');
      context.print({ items, nextCursor }, lines.join('\n') || 'Nobody yet: pmis user create --help');
    });

  for (const [verb, active] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    user
      .command(`${verb} <email>`)
      .description(
        active ? 'let a disabled person in again' : 'end a person’s sessions and tokens, and let them in no more',
      )
      .action(async (email: string) => {
        const changed = await updateUser(await context.db(), OPERATOR, email, { active });
        context.print(changed, `${changed.email} is ${active ? 'enabled' : 'disabled'}.`);
      });
  }

  user
    .command('reset-password <email>')
    .description('give a person a new password, printed once, and end their sessions')
    .option('--password <password>', 'instead of a random one')
    .action(async (email: string, options: { password?: string }) => {
      const reset = await resetPassword(await context.db(), OPERATOR, email, options.password);
      context.print(
        { email: reset.email, password: reset.password },
        `The new password of ${reset.email} is ${reset.password}`,
      );
    });

  program
    .command('token')
    .description('API tokens')
    .command('create')
    .description('make an API token for a person; it is printed once')
    .requiredOption('--user <email>', 'whose token it is')
    .requiredOption('--name <name>', 'what it is for')
    .option('--scopes <scopes>', 'read, write and admin, with commas', 'read,write')
    .option('--expires <time>', 'such as 90d; without it, until it is revoked')
    .action(async (options: { user: string; name: string; scopes: string; expires?: string }) => {
      const input = {
        name: options.name,
        scopes: options.scopes.split(',').map((scope) => scope.trim()),
        expiresInDays: daysOf(options.expires),
      };
      const { token, ...created } = await createToken(await context.db(), OPERATOR, input, options.user);
      context.print({ token, ...created }, token);
    });
}
