import { z } from 'zod';

const instant = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.int().min(0);

/** `pmis-20261123T023000Z-4f1c`: in the order of names, which is that of time. */
export const BACKUP_NAME = /^pmis-\d{8}T\d{6}Z-[0-9a-f]{4}$/;

/** What a backup says of itself: `manifest.json`, written last. A folder without one is no backup. */
export const manifestSchema = z.strictObject({
  format: z.literal(1),
  name: z.string().regex(BACKUP_NAME),
  /** The version of PMIS that took it. */
  version: z.string(),
  startedAt: instant,
  finishedAt: instant,
  server: z.strictObject({ version: z.string(), major: z.int() }),
  dump: z.strictObject({ kind: z.enum(['pg_dump', 'copy']), why: z.string(), file: z.string() }),
  migrations: z.array(z.string()),
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int() })),
  /** Partitions of `events` by name. */
  partitions: z.array(z.string()),
  audit: z.strictObject({
    events: z.int(),
    lastEventId: z.int().nullable(),
    lastHash: z.string().nullable(),
    checkpoint: z.string().nullable(),
  }),
  attachments: z.strictObject({
    file: z.string(),
    bytes,
    files: z.array(z.strictObject({ sha256, size: bytes })),
    /** Not on the disk when the backup was taken; they can be read again from the raw messages. */
    missing: z.array(sha256),
  }),
  /** The files as they are stored, which is after encryption. */
  parts: z.array(z.strictObject({ file: z.string(), bytes, sha256 })),
  encryption: z.literal('scrypt-aes-256-gcm').nullable(),
});
export type Manifest = z.output<typeof manifestSchema>;

export type Part = Manifest['parts'][number];
