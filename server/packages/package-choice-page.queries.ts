import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type PackageChoice = { code: string; title: string };

/** Packages to offer while somebody types a code: open ones, by code, at most `limit`. Any code may be typed. */
export async function listPackagesToOffer(db: Db, limit = 500): Promise<PackageChoice[]> {
  const { rows } = await sql<PackageChoice>`
    select code, title from packages where status not in ('closed', 'cancelled') order by code limit ${limit}`.execute(
    db,
  );
  return rows;
}
