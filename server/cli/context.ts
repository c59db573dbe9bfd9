import type { Db } from '../db.ts';

/** What a command is given: the database it works on, and how it answers. */
export type CliContext = {
  /** The application's database; opened at the first call. */
  db: () => Promise<Db>;
  /** The owner's connection string, for migrations and for raising partitions. */
  ownerUrl: () => Promise<string>;
  /** A role that may create databases, for restores: DATABASE_ADMIN_URL, the embedded superuser's, else the owner's. */
  adminUrl: () => Promise<string>;
  /** True with `--json`. */
  json: () => boolean;
  /** The answer: `data` as one JSON line with --json, else `text`. */
  print: (data: unknown, text: string) => void;
};

/** Wrong use of a command: exit code 2. A DomainError or any other failure is exit code 1. */
export class UsageError extends Error {}

/** The command failed and its answer said so: exit code 1 without another word. */
export class ReportedFailure extends Error {}
