import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { DEMO_SIGN_INS } from './demo-password.ts';

/** Whether the database has neither packages nor people, and whether the demo people are there. */
export async function getContents(db: Db): Promise<{ empty: boolean; demo: boolean }> {
  const { rows } = await sql<{ empty: boolean; demo: boolean }>`
    select not exists (select from packages) and not exists (select from users) as empty,
      exists (select from users where email = ${DEMO_SIGN_INS[0].email}) as demo`.execute(db);
  return rows[0]!;
}

/** The server's version, such as 17.5. */
export async function getServerVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db);
  return rows[0]!.version;
}
