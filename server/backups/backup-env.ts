import { z } from 'zod';

const count = (fallback: number) => z.coerce.number().int().min(0).default(fallback);
const group = 'Backups';

/** The variables of backups; part of ENV_SPEC (server/env.ts). */
export const BACKUP_ENV = {
  BACKUP_CRON: {
    schema: z.string().optional(),
    group,
    about: 'When a backup is taken (cron, UTC): by one worker, or by `pmis backup create --if-due`. Unset: never.',
    example: '30 2 * * *',
  },
  BACKUP_STORE: {
    schema: z.enum(['disk', 's3']).default('disk'),
    group,
    about: 'Where backups go: `disk` (BACKUP_DIR), or `s3`: the bucket of S3_BUCKET, below `backups/`.',
  },
  BACKUP_DIR: {
    schema: z.string().optional(),
    group,
    about: 'Folder of the backups. Unset: `backups` in DATA_DIR. Best on another disk than the database.',
    example: '/backups',
  },
  BACKUP_PASSPHRASE: {
    schema: z.string().min(12).optional(),
    group,
    about: 'Encrypts backups (scrypt, AES-256-GCM). Keep it elsewhere: without it they cannot be read.',
    secret: true,
  },
  BACKUP_KEEP_DAILY: { schema: count(7), group, about: 'Newest backups of so many days are kept.' },
  BACKUP_KEEP_WEEKLY: { schema: count(4), group, about: 'Newest backups of so many weeks (from Monday) are kept.' },
  BACKUP_KEEP_MONTHLY: { schema: count(6), group, about: 'Newest backups of so many months are kept.' },
  PG_DUMP: {
    schema: z.string().optional(),
    group,
    about: 'Path of pg_dump; pg_restore is looked for beside it. Unset: the PATH and the usual folders.',
    example: '/usr/lib/postgresql/17/bin/pg_dump',
  },
  DATABASE_ADMIN_URL: {
    schema: z.string().optional(),
    group,
    about: 'A role that may create databases, for `pmis backup restore` and `verify --restore`. Unset: the owner’s.',
    secret: true,
    example: 'postgresql://postgres:…@postgres:5432/postgres',
  },
};
