import { z } from 'zod';
import { cursorInput, filterText, limitInput, manyOf, sortInput, strictInput } from '../lists/list.schema.ts';
import { MAIL_CHOICES, NOTIFICATION_KINDS } from './notification.policy.ts';

/** Query of `GET /api/notifications`: one's own, the newest first. */
export const notificationListInput = strictInput({
  unread: z
    .enum(['true', 'false'], { error: 'true or false.' })
    .transform((text) => text === 'true')
    .optional(),
  kind: manyOf(NOTIFICATION_KINDS),
  q: filterText(200),
  sort: sortInput(['createdAt'], 'createdAt', true),
  limit: limitInput,
  cursor: cursorInput,
});
export type NotificationListInput = z.output<typeof notificationListInput>;

const instant = z.iso.datetime({ offset: true });

/** A notification as the API answers it. `path` is where it leads in the application. */
export const notificationOutput = z
  .object({
    id: z.uuid(),
    kind: z.enum(NOTIFICATION_KINDS),
    about: z.object({
      type: z.enum(['package', 'task', 'approval', 'email']),
      id: z.uuid(),
      code: z.string().nullable(),
    }),
    package: z.string().nullable(),
    packageId: z.uuid().nullable(),
    sentence: z.string(),
    /** Who did it; null: PMIS itself. */
    actor: z.object({ email: z.string(), name: z.string() }).nullable(),
    path: z.string(),
    createdAt: instant,
    readAt: instant.nullable(),
  })
  .meta({ id: 'Notification' });
export type NotificationJson = z.output<typeof notificationOutput>;

export const allReadOutput = z.object({ read: z.int() });

const choice = z.boolean({ error: 'true or false.' });

/** What a person has sent to him by mail: all four are on until he says otherwise. */
export const preferencesOutput = z
  .object({
    mailTurn: z.boolean(),
    mailAssigned: z.boolean(),
    mailComments: z.boolean(),
    digest: z.boolean(),
  })
  .meta({ id: 'NotificationPreferences' });
export type Preferences = z.output<typeof preferencesOutput>;

/** Body of `PATCH /api/notifications/preferences`. */
export const preferencesInput = strictInput({
  mailTurn: choice.optional(),
  mailAssigned: choice.optional(),
  mailComments: choice.optional(),
  digest: choice.optional(),
});

export const PREFERENCES = [...MAIL_CHOICES, 'digest'] as const satisfies readonly (keyof Preferences)[];
