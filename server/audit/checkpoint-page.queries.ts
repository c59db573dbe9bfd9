import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** A checkpoint as the admin's page shows it. */
export type CheckpointRow = { id: number; day: string; takenAt: string; heads: number; hash: string };

/** The newest checkpoints, one a day. */
export async function listNewestCheckpoints(db: Db, limit: number): Promise<CheckpointRow[]> {
  const { rows } = await sql<CheckpointRow>`
    select id, day, to_json(taken_at) #>> '{}' as "takenAt", heads, hash
    from audit_checkpoints order by id desc limit ${limit}`.execute(db);
  return rows;
}
