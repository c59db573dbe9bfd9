import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { listSequences, quoted, type TableToCopy } from './inventory.queries.ts';
import { connectionEnv, type PgProgram } from './pg-programs.ts';

/** The end of what a program said, for its failure. */
const said = (text: string) => text.trim().split('\n').slice(-4).join(' ');

/**
 * pg_dump's custom format, of the exported snapshot. Of the extensions only those named: a superuser's (pg_stat_statements)
 * could not be restored by the owner.
 */
export async function* dumpWithPgDump(
  program: PgProgram,
  url: string,
  snapshot: string,
  extensions: readonly string[],
): AsyncGenerator<Buffer> {
  const args = ['--format=custom', `--snapshot=${snapshot}`, '--no-owner', '--no-acl', '--lock-wait-timeout=60s'];
  args.push('--no-comments', ...extensions.map((name) => `--extension=${name}`));
  const child = spawn(program.file, args, { env: connectionEnv(url), stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;
  closed.catch(() => undefined);
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const [code] = await closed;
    if (code !== 0) throw new Error(`pg_dump ended with ${code}: ${said(complaint)}`);
  } finally {
    child.kill('SIGKILL');
  }
}

const HEADER = `-- PMIS: every row, by COPY in PostgreSQL's text format. \`pmis backup restore\` reads it. By hand: make the schema
-- with \`pmis db migrate\`, then as a superuser: gunzip -c database.sql.gz | psql -v ON_ERROR_STOP=1 DATABASE
set session_replication_role = replica;
set timezone = 'UTC';
`;

async function* copyText(client: pg.Client, tables: readonly TableToCopy[]): AsyncGenerator<Buffer> {
  yield Buffer.from(HEADER);
  for (const { name, columns } of tables) {
    const list = columns.map(quoted).join(', ');
    yield Buffer.from(`\nCOPY public.${quoted(name)} (${list}) FROM stdin;\n`);
    // Through SELECT: a partitioned table cannot be copied by its name.
    const rows = client.query(copyTo(`copy (select ${list} from public.${quoted(name)}) to stdout`));
    for await (const chunk of rows as Readable) yield chunk as Buffer;
    yield Buffer.from('\\.\n');
  }
  const sequences = await listSequences(client);
  const moves = sequences.map(
    ({ name, value, called }) => `select pg_catalog.setval('public.${quoted(name)}', ${value}, ${called});\n`,
  );
  yield Buffer.from(`\n${moves.join('')}-- end\n`);
}

/**
 * Our own dump, where there is no pg_dump for the server: every row of every table in the client's snapshot as gzipped
 * text that psql reads too. The schema is that of the manifest's migrations.
 */
export function dumpByCopy(client: pg.Client, tables: readonly TableToCopy[]): AsyncIterable<Buffer> {
  const gzip = createGzip({ level: 4 });
  // Whoever reads the stream is told; where nobody does any more, it must not end the process.
  gzip.on('error', () => undefined);
  void (async () => {
    try {
      for await (const chunk of copyText(client, tables)) {
        if (!gzip.write(chunk)) await once(gzip, 'drain');
      }
      gzip.end();
    } catch (error) {
      gzip.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  return gzip;
}
