import type { Command } from 'commander';
import { setVerified } from '../backups/backup.queries.ts';
import { configuredRetention, configuredStore, runBackup } from '../backups/run-backup.ts';
import type { Manifest } from '../backups/backup.schema.ts';
import type { BackupStore } from '../backups/backup-store.ts';
import { listManifests, readManifest } from '../backups/manifest.ts';
import { pruneBackups } from '../backups/prune-backups.ts';
import { restoreBackup, tryRestore } from '../backups/restore-backup.ts';
import { verifyBackup } from '../backups/verify-backup.ts';
import { whenBackupIsDue } from '../backups/when-backup-is-due.ts';
import { env } from '../env.ts';
import { getContents } from '../seed/contents.queries.ts';
import { type CliContext, UsageError } from './context.ts';

const passphrase = () => env().BACKUP_PASSPHRASE ?? null;
const sizeOf = ({ parts }: Manifest) => parts.reduce((sum, { bytes }) => sum + bytes, 0);
const megabytes = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
const progress = (phase: string) => void process.stderr.write(`${phase} …\n`);

async function findManifest(store: BackupStore, name: string | undefined): Promise<Manifest> {
  const chosen = name ?? (await listManifests(store)).manifests[0]?.name;
  if (!chosen) throw new Error(`There is no backup in ${store.place}: take one with \`pmis backup create\`.`);
  const manifest = await readManifest(store, chosen, passphrase());
  if (!manifest) throw new Error(`There is no backup ${chosen} in ${store.place}: \`pmis backup list\` names them.`);
  return manifest;
}

const DUMPS = ['auto', 'pg_dump', 'copy'] as const;

async function create(context: CliContext, { dump, ifDue }: { dump: string; ifDue?: boolean }): Promise<void> {
  const kind = DUMPS.find((one) => one === dump);
  if (!kind) throw new UsageError(`--dump is one of ${DUMPS.join(', ')}.`);
  const db = await context.db();
  const take = () => runBackup(db, ifDue ? 'schedule' : 'command', { dump: kind });
  const taken = ifDue ? await whenBackupIsDue(db, 'pmis backup', take) : await take();
  if (!taken) {
    context.print({ taken: false }, 'No backup is due.');
    return;
  }
  const { manifest, place, deleted } = taken;
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const { files, missing } = manifest.attachments;
  const seconds = (Date.parse(manifest.finishedAt) - Date.parse(manifest.startedAt)) / 1000;
  context.print(
    {
      taken: true,
      name: manifest.name,
      place,
      bytes: sizeOf(manifest),
      dump: manifest.dump,
      encrypted: manifest.encryption !== null,
      rows,
      attachments: files.length,
      missing: missing.length,
      deleted,
      seconds,
    },
    [
      `${manifest.name} in ${place}: ${megabytes(sizeOf(manifest))}, ${rows} rows of ${manifest.tables.length} tables, ${files.length} attachments, ${manifest.encryption ? 'encrypted' : 'not encrypted'}, ${seconds.toFixed(1)} s (${manifest.dump.why}).`,
      ...(missing.length > 0
        ? [`${missing.length} attachments were not on this machine; they can be read again from the stored messages.`]
        : []),
      ...deleted.map((name) => `Deleted ${name}: no longer kept.`),
    ].join('\n'),
  );
}

async function list(context: CliContext): Promise<void> {
  const store = await configuredStore();
  const { manifests, unfinished } = await listManifests(store);
  const items = manifests.map((manifest) => ({
    name: manifest.name,
    finishedAt: manifest.finishedAt,
    bytes: sizeOf(manifest),
    version: manifest.version,
    dump: manifest.dump.kind,
    encrypted: manifest.encryption !== null,
    events: manifest.audit.events,
    attachments: manifest.attachments.files.length,
  }));
  const lines = items.map(
    (item) => `${item.name}  ${megabytes(item.bytes).padStart(10)}  ${item.dump}${item.encrypted ? ', encrypted' : ''}`,
  );
  context.print(
    { place: store.place, items, unfinished },
    [
      `${items.length} ${items.length === 1 ? 'backup' : 'backups'} in ${store.place}`,
      ...lines,
      ...unfinished.map((name) => `${name}  not complete`),
    ].join('\n'),
  );
}

async function verify(
  context: CliContext,
  name: string | undefined,
  { restore }: { restore?: boolean },
): Promise<void> {
  const store = await configuredStore();
  const manifest = await findManifest(store, name);
  if (!restore) {
    const report = await verifyBackup(store, manifest, passphrase());
    context.print(
      { ok: true, ...report },
      `OK: ${report.name} is whole: ${report.parts} parts, ${report.rows} rows, ${report.attachments} attachments.`,
    );
    return;
  }
  const [ownerUrl, adminUrl, db] = [await context.ownerUrl(), await context.adminUrl(), await context.db()];
  const options = {
    store,
    manifest,
    passphrase: passphrase(),
    adminUrl,
    ownerUrl,
    appUrl: env().DATABASE_URL ?? ownerUrl,
  };
  const report = await tryRestore({ ...options, onProgress: progress });
  await setVerified(db, manifest, store.place);
  context.print(
    { ok: true, ...report },
    `OK: ${report.name} was restored for a trial: ${report.rows} rows of ${report.tables} tables, ${report.events} events intact, ${report.attachments} attachments (${report.seconds} s).`,
  );
}

/** What stands in the database now; null where it cannot be asked (it is gone, which is why one restores). */
async function presentContents(context: CliContext): Promise<{ empty: boolean } | null> {
  try {
    return await getContents(await context.db());
  } catch {
    return null;
  }
}

async function restore(context: CliContext, name: string | undefined, { yes }: { yes?: boolean }): Promise<void> {
  const ownerUrl = await context.ownerUrl();
  const appUrl = env().DATABASE_URL ?? ownerUrl;
  const store = await configuredStore();
  const manifest = await findManifest(store, name);
  const database = decodeURIComponent(new URL(appUrl).pathname.slice(1));
  const present = await presentContents(context);
  if (present && !present.empty && !yes)
    throw new Error(
      `The database ${database} is not empty. With --yes it is replaced by ${manifest.name} of ${manifest.startedAt}: ` +
        'what was written since is no longer seen. It is not deleted but renamed. Stop web and worker first.',
    );
  const report = await restoreBackup({
    store,
    manifest,
    passphrase: passphrase(),
    adminUrl: await context.adminUrl(),
    ownerUrl,
    appUrl,
    onProgress: progress,
  });
  context.print(
    report,
    [
      `${report.name} is now ${database}: ${report.rows} rows of ${report.tables} tables, ${report.events} events intact, ${report.attachments} attachments (${report.seconds} s).`,
      ...(report.replaced
        ? [
            `What was there before is ${report.replaced}; when it is no longer needed: drop database ${report.replaced};`,
          ]
        : []),
    ].join('\n'),
  );
}

async function prune(context: CliContext): Promise<void> {
  const result = await pruneBackups(await context.db(), await configuredStore(), configuredRetention());
  const text =
    result.deleted.length > 0
      ? `Deleted:\n${result.deleted.map((name) => `  ${name}`).join('\n')}`
      : 'Nothing to delete.';
  context.print(result, `${text}\n${result.kept.length} kept.`);
}

/** `pmis backup create|list|verify|restore|prune`. */
export function registerBackup(program: Command, context: CliContext): void {
  const backup = program.command('backup').description('backups of database and attachments');
  backup
    .command('create')
    .option('--dump <kind>', `${DUMPS.join(', ')}; auto: pg_dump where one fits the server`, 'auto')
    .option('--if-due', 'only when BACKUP_CRON is due and nobody else has taken that one')
    .description('take a backup while people work on, then delete what is no longer kept')
    .action((options: { dump: string; ifDue?: boolean }) => create(context, options));
  backup
    .command('list')
    .description('the backups there are, newest first')
    .action(() => list(context));
  backup
    .command('verify')
    .argument('[name]', 'a backup; without it the newest')
    .option('--restore', 'restore it into a database made for it, verify rows, audit trail and attachments, drop it')
    .description('read it to its end: checksums, decryption, rows, attachments')
    .action((name: string | undefined, options: { restore?: boolean }) => verify(context, name, options));
  backup
    .command('restore')
    .argument('[name]', 'a backup; without it the newest')
    .option('--yes', 'replace a database that is not empty; it is renamed, not deleted')
    .description('restore into a new database, verify it, and put it in the place of the present one')
    .action((name: string | undefined, options: { yes?: boolean }) => restore(context, name, options));
  backup
    .command('prune')
    .description('delete what BACKUP_KEEP_DAILY, _WEEKLY and _MONTHLY do not keep')
    .action(() => prune(context));
}
