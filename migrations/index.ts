import type { Migration } from 'kysely';
import * as m0900 from './2026-11-23T0900-create-people.ts';
import * as m0905 from './2026-11-23T0905-create-packages.ts';
import * as m0910 from './2026-11-23T0910-create-approvals-and-tasks.ts';
import * as m0915 from './2026-11-23T0915-create-events.ts';
import * as m0920 from './2026-11-23T0920-create-emails.ts';
import * as m0925 from './2026-11-23T0925-create-jobs.ts';
import * as m0930 from './2026-11-23T0930-create-settings.ts';
import * as m1000 from './2026-11-23T1000-create-suggestions.ts';
import * as m1010 from './2026-11-23T1010-create-conversations.ts';
import * as m1015 from './2026-11-23T1015-order-jobs.ts';
import * as m1100 from './2026-11-23T1100-create-outgoing-mail.ts';
import * as m1110 from './2026-11-23T1110-create-notifications.ts';
import * as m1120 from './2026-11-23T1120-create-mail-sources.ts';
import * as m1130 from './2026-11-23T1130-create-filing-rules.ts';
import * as m1131 from './2026-11-23T1131-create-email-texts.ts';
import * as m1200 from './2026-11-23T1200-create-ai-usage.ts';
import * as m1210 from './2026-11-23T1210-extend-conversations.ts';
import * as m1300 from './2026-11-23T1300-create-backups.ts';
import * as m1305 from './2026-11-23T1305-correlate-jobs.ts';
import * as m1310 from './2026-11-23T1310-create-audit-archives.ts';
import * as m1320 from './2026-11-23T1320-store-mail-lean.ts';

/** Every migration by name, in order. `pmis db make NAME` adds a file and its line here. */
export const migrations: Record<string, Migration> = {
  '2026-11-23T0900-create-people': m0900,
  '2026-11-23T0905-create-packages': m0905,
  '2026-11-23T0910-create-approvals-and-tasks': m0910,
  '2026-11-23T0915-create-events': m0915,
  '2026-11-23T0920-create-emails': m0920,
  '2026-11-23T0925-create-jobs': m0925,
  '2026-11-23T0930-create-settings': m0930,
  '2026-11-23T1000-create-suggestions': m1000,
  '2026-11-23T1010-create-conversations': m1010,
  '2026-11-23T1015-order-jobs': m1015,
  '2026-11-23T1100-create-outgoing-mail': m1100,
  '2026-11-23T1110-create-notifications': m1110,
  '2026-11-23T1120-create-mail-sources': m1120,
  '2026-11-23T1130-create-filing-rules': m1130,
  '2026-11-23T1131-create-email-texts': m1131,
  '2026-11-23T1200-create-ai-usage': m1200,
  '2026-11-23T1210-extend-conversations': m1210,
  '2026-11-23T1300-create-backups': m1300,
  '2026-11-23T1305-correlate-jobs': m1305,
  '2026-11-23T1310-create-audit-archives': m1310,
  '2026-11-23T1320-store-mail-lean': m1320,
};
