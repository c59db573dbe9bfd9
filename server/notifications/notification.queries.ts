import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { NotificationKind } from './notification.policy.ts';

export type AboutType = 'package' | 'task' | 'approval' | 'email';

export type NewNotification = {
  userId: string;
  kind: NotificationKind;
  aboutType: AboutType;
  aboutId: string;
  aboutCode: string | null;
  packageId: string | null;
  sentence: string;
  actorId: string | null;
  onceKey: string;
};

/** A notification just written, with how its person wants to be told. */
export type ToldPerson = {
  id: string;
  userId: string;
  kind: NotificationKind;
  onceKey: string;
  email: string;
  name: string;
  mailTurn: boolean;
  mailAssigned: boolean;
  mailComments: boolean;
};

/**
 * Adds notifications in one statement. People who are not active, and whoever was told of the same key before, are
 * left out; those added are returned.
 */
export async function insertNotifications(tx: Tx, rows: readonly NewNotification[]): Promise<ToldPerson[]> {
  if (rows.length === 0) return [];
  const { rows: told } = await sql<ToldPerson>`
    with told as (
      insert into notifications (user_id, kind, about_type, about_id, about_code, package_id, sentence, actor_id, once_key)
      select u.id, n."kind", n."aboutType", n."aboutId", n."aboutCode", n."packageId", n."sentence", n."actorId", n."onceKey"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("userId" uuid, "kind" text, "aboutType" text,
        "aboutId" uuid, "aboutCode" text, "packageId" uuid, "sentence" text, "actorId" uuid, "onceKey" text)
      join users u on u.id = n."userId" and u.active
      order by u.id, n."onceKey"
      on conflict (user_id, once_key) do nothing
      returning id, user_id, kind, once_key
    )
    select told.id, told.user_id as "userId", told.kind, told.once_key as "onceKey", u.email, u.name,
      coalesce(p.mail_turn, true) as "mailTurn", coalesce(p.mail_assigned, true) as "mailAssigned",
      coalesce(p.mail_comments, true) as "mailComments"
    from told join users u on u.id = told.user_id
    left join notification_preferences p on p.user_id = told.user_id
    order by told.user_id`.execute(tx);
  return told;
}

/** Marks as read what asked people to decide an approval that is closed or waits for somebody else. */
export async function setTurnsRead(tx: Tx, approvalId: string): Promise<void> {
  await sql`
    update notifications set read_at = now()
    where about_id = ${approvalId}::uuid and kind = 'approval_turn' and read_at is null`.execute(tx);
}
