import { createDatabase } from '../db.ts';
import { migrationStatus } from '../migrate.ts';
import {
  getReplayDelay,
  getServerFacts,
  listInvalidIndexes,
  listReplicas,
  listScannedTables,
  listUnusedIndexes,
} from './doctor.queries.ts';
import { type Check, fail, off, ok, type Patient, plainError, warn } from './verdict.ts';

const GROUP = 'Database';
const [OLDEST, NEWEST] = [15, 18];
const BEHIND_BYTES = 64 * 1024 * 1024;
const FROZEN_LIMIT = 1_000_000_000;

const facts = ({ db }: Patient) => getServerFacts(db, Date.now);

async function lookAtServer(patient: Patient) {
  let server;
  try {
    server = await facts(patient);
  } catch (error) {
    return fail(
      `The database does not answer: ${plainError(error)}`,
      'Is the server up, are host, port and password in DATABASE_URL right, may this machine reach it?',
    );
  }
  const size = `${(server.bytes / 1e6).toFixed(0)} MB`;
  if (server.major < OLDEST)
    return fail(`PostgreSQL ${server.version} is older than ${OLDEST}.`, `Upgrade the server to ${OLDEST} or newer.`);
  if (server.recovering)
    return fail(
      'DATABASE_URL leads to a replica, where nothing can be written.',
      'Let DATABASE_URL lead to the primary.',
    );
  if (server.frozenAge > FROZEN_LIMIT)
    return fail(
      'Transaction ids are running out: vacuum has not kept up.',
      'Run `vacuum freeze` as the owner and see why autovacuum does not.',
    );
  if (server.major > NEWEST)
    return warn(
      `PostgreSQL ${server.version} is newer than what PMIS is tested on (${OLDEST} to ${NEWEST}).`,
      `Try an upgrade elsewhere first.`,
    );
  return ok(`PostgreSQL ${server.version}, ${size}.`);
}

async function lookAtMigrations({ db }: Patient) {
  const pending = (await migrationStatus(db)).filter(({ appliedAt }) => appliedAt === null);
  if (pending.length === 0) return ok('Every migration is applied.');
  return fail(`Not applied: ${pending.map(({ name }) => name).join(', ')}.`, 'Run `pmis db migrate`.');
}

async function lookAtRole(patient: Patient) {
  const { mayDeleteEvents } = await facts(patient);
  if (!mayDeleteEvents) return ok('The application’s role cannot change or delete the audit trail.');
  return warn(
    'The application’s role owns the audit trail: only a trigger protects it.',
    'Give migrations a role of their own (DATABASE_OWNER_URL) and the programs another (DATABASE_URL), then `pmis db migrate`.',
  );
}

async function lookAtIndexes({ db }: Patient) {
  const [invalid, scanned, unused] = await Promise.all([
    listInvalidIndexes(db),
    listScannedTables(db),
    listUnusedIndexes(db),
  ]);
  if (invalid.length > 0)
    return fail(`Not usable: ${invalid.join(', ')}.`, `As the owner: \`reindex index concurrently ${invalid[0]}\`.`);
  if (scanned.length > 0)
    return warn(
      `Read from end to end too often, an index may be missing: ${scanned.join(', ')}.`,
      'Find the statement with `pmis db slow`, and run `analyze` first.',
    );
  if (unused.length > 0)
    return warn(`Large and not used for a week: ${unused.join(', ')}.`, 'Report them; each costs every write.');
  return ok('All indexes are usable, and large tables are read by them.');
}

async function lookAtPool(patient: Patient) {
  const { connections, maxConnections } = await facts(patient);
  const says = `${connections} of ${maxConnections} connections of the server are taken.`;
  const { waiting } = patient;
  if (connections > maxConnections * 0.9)
    return fail(says, 'Raise max_connections, lower DATABASE_POOL_MAX, or put PgBouncer in between.');
  if (waiting > 0)
    return warn(
      `${waiting} queries of this process wait for one of its ${patient.env.DATABASE_POOL_MAX} connections.`,
      'Raise DATABASE_POOL_MAX, or find the slow statement with `pmis db slow`.',
    );
  if (connections > maxConnections * 0.75)
    return warn(says, 'Raise max_connections or put PgBouncer in between before you add processes.');
  return ok(says);
}

async function lookAtReplication({ db, env }: Patient) {
  const replicas = await listReplicas(db);
  const late = replicas.filter(({ behind }) => behind !== null && behind > BEHIND_BYTES);
  if (late.length > 0)
    return warn(
      `Behind by more than 64 MB: ${late.map(({ name, behind }) => `${name} (${((behind ?? 0) / 1e6).toFixed(0)} MB)`).join(', ')}.`,
      'See network and disk of the replica; a replica that is far behind is no place to fail over to.',
    );
  if (env.DATABASE_REPLICA_URL) {
    const { db: replica } = createDatabase(env.DATABASE_REPLICA_URL, { max: 1, name: 'pmis-doctor' });
    try {
      const delay = await getReplayDelay(replica);
      if (delay === null)
        return warn(
          'DATABASE_REPLICA_URL leads to a server that is no replica.',
          'Correct or unset DATABASE_REPLICA_URL.',
        );
      if (delay > 60) return warn(`The replica is ${Math.round(delay)} s behind.`, 'See its network and disk.');
      return ok(`The replica that lists are read from is ${delay.toFixed(1)} s behind.`);
    } catch (error) {
      return warn(
        `The replica does not answer: ${plainError(error)}`,
        'Lists are read from the primary meanwhile. Mend it or unset DATABASE_REPLICA_URL.',
      );
    } finally {
      await replica.destroy();
    }
  }
  if (replicas.length === 0)
    return off('No replica follows this server.', 'For a fail-over without loss, see docs/disaster-recovery.md.');
  return ok(`${replicas.length} ${replicas.length === 1 ? 'replica follows' : 'replicas follow'}.`);
}

async function lookAtSkew(patient: Patient) {
  const { aheadSeconds } = await facts(patient);
  const says = `The database’s clock is ${Math.abs(aheadSeconds).toFixed(1)} s ${aheadSeconds < 0 ? 'behind' : 'ahead of'} this machine’s.`;
  if (Math.abs(aheadSeconds) > 30) return fail(says, 'Run chrony or systemd-timesyncd on both machines.');
  if (Math.abs(aheadSeconds) > 2) return warn(says, 'Run chrony or systemd-timesyncd on both machines.');
  return ok(`The clocks of this machine and the database agree (${Math.abs(aheadSeconds).toFixed(2)} s).`);
}

/** Server, schema, rights, indexes, connections, replicas, clock. */
export const databaseChecks: Check[] = [
  { id: 'database', group: GROUP, title: 'Server', look: lookAtServer },
  { id: 'migrations', group: GROUP, title: 'Migrations', look: lookAtMigrations },
  { id: 'audit_rights', group: GROUP, title: 'Rights on the audit trail', look: lookAtRole },
  { id: 'indexes', group: GROUP, title: 'Indexes', look: lookAtIndexes },
  { id: 'connections', group: GROUP, title: 'Connections', look: lookAtPool },
  { id: 'replication', group: GROUP, title: 'Replication', look: lookAtReplication },
  { id: 'clock', group: GROUP, title: 'Clock', look: lookAtSkew },
];
