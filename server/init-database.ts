import pg from 'pg';

type Access = { role: string; password: string; database: string };

function accessOf(url: string, variable: string): Access {
  const { username, password, pathname } = new URL(url);
  const access = {
    role: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
  for (const [part, value] of Object.entries(access))
    if (!value) throw new Error(`${variable} names no ${part}: it must be postgresql://role:password@host/database.`);
  return access;
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'pmis-init',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the role, or gives an existing one this password; true when it was made. */
async function ensureRole(client: pg.Client, { role, password }: Access): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = rowCount ? 'alter' : 'create';
  await client.query(`${verb} role ${client.escapeIdentifier(role)} login password ${client.escapeLiteral(password)}`);
  return !rowCount;
}

/**
 * PostgreSQL's managed administrators are no superusers: as members of both roles they may give a database to the owner
 * and, in a restore, end the connections of the application.
 */
async function joinRoles(client: pg.Client, roles: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean }>(
    'select rolsuper from pg_roles where rolname = current_user',
  );
  if (rows[0]!.rolsuper) return;
  for (const role of roles) await client.query(`grant ${client.escapeIdentifier(role)} to current_user`);
}

/** The extension belongs to administrators; without its library the database works, only `pmis db slow` does not. */
async function addStatistics(adminUrl: string, database: string): Promise<boolean> {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(database)}`;
  return on(url.href, async (client) => {
    try {
      await client.query('create extension if not exists pg_stat_statements');
      return true;
    } catch {
      return false;
    }
  });
}

export type InitReport = { rolesMade: string[]; databaseMade: boolean; database: string; statistics: boolean };

/**
 * Makes on an empty server what migrations need: the owner's role, the application's role and the database, as the two
 * addresses name them. Existing roles get the passwords of the addresses, so that a second run changes passwords.
 * `adminUrl` may create roles and databases; it need not be a superuser (RDS, Cloud SQL).
 */
export async function initDatabase(urls: { adminUrl: string; ownerUrl: string; appUrl: string }): Promise<InitReport> {
  const owner = accessOf(urls.ownerUrl, 'DATABASE_OWNER_URL');
  const app = accessOf(urls.appUrl, 'DATABASE_URL');
  if (owner.role === app.role) throw new Error('DATABASE_OWNER_URL and DATABASE_URL name one role: two are needed.');
  if (owner.database !== app.database)
    throw new Error('DATABASE_OWNER_URL and DATABASE_URL name two databases: one is needed.');
  const made = await on(urls.adminUrl, async (client) => {
    const rolesMade: string[] = [];
    for (const access of [owner, app]) if (await ensureRole(client, access)) rolesMade.push(access.role);
    await joinRoles(client, [owner.role, app.role]);
    const database = client.escapeIdentifier(owner.database);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [owner.database]);
    if (!rowCount)
      await client.query(
        `create database ${database} owner ${client.escapeIdentifier(owner.role)} template template0 encoding 'UTF8'`,
      );
    await client.query(`revoke all on database ${database} from public`);
    await client.query(`grant connect, temporary on database ${database} to ${client.escapeIdentifier(app.role)}`);
    return { rolesMade, databaseMade: !rowCount };
  });
  return { ...made, database: owner.database, statistics: await addStatistics(urls.adminUrl, owner.database) };
}
