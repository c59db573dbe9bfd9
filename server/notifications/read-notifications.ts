import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { listNotificationsJson, setAllRead, setNotificationRead } from './notification-list.queries.ts';
import { type NotificationJson, notificationListInput } from './notification.schema.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A page of one's own notifications, JSON text. Throws `forbidden`, `invalid`. */
export async function readNotifications(db: Db, actor: UserActor, input: unknown): Promise<string> {
  requireCan(actor, 'notification.read');
  return listNotificationsJson(db, actor, notificationListInput.parse(input));
}

/** Marks one of one's own notifications as read; again changes nothing. Throws `forbidden`, `not_found`. */
export async function markRead(db: Db, actor: UserActor, id: string): Promise<NotificationJson> {
  requireCan(actor, 'notification.mark');
  const json = UUID.test(id) ? await setNotificationRead(db, actor, id) : null;
  if (json === null) throw new DomainError('not_found', `You have no notification ${id.slice(0, 60)}.`);
  return JSON.parse(json) as NotificationJson;
}

/** Marks all of one's own notifications as read. Throws `forbidden`. */
export async function markAllRead(db: Db, actor: UserActor): Promise<{ read: number }> {
  requireCan(actor, 'notification.mark');
  return { read: await setAllRead(db, actor.userId) };
}
