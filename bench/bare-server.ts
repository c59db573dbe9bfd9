import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';
import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';

/**
 * The limits of the web measurements, in a process of its own: one pool, one query, no framework, no authentication.
 * `/list` and `/one` pass PostgreSQL's JSON text through; `/page` renders the rows of the page's own query as a plain
 * table. What to ask for comes by IPC, so that it is the very SQL that the product sends; prepared once, as the product does.
 */
export type BareQueries = { list: BareQuery; one: BareQuery; page: BareQuery };
export type BareQuery = { text: string; values: unknown[] };

pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

type Row = Record<string, string | number | null>;
const CELLS = ['code', 'title', 'status', 'vendor', 'buyer', 'budgetAmount', 'contractAmount', 'deliveryDate'];

function table(rows: Row[]) {
  return h(
    'html',
    null,
    h(
      'body',
      null,
      h(
        'table',
        null,
        h(
          'tbody',
          null,
          rows.map((row) =>
            h(
              'tr',
              { key: row.code },
              CELLS.map((cell) => h('td', { key: cell }, row[cell])),
            ),
          ),
        ),
      ),
    ),
  );
}

function answer(res: ServerResponse, type: string, body: string): void {
  res.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}

process.once('message', ({ url, max, queries }: { url: string; max: number; queries: BareQueries }) => {
  const pool = new pg.Pool({ connectionString: url, max });
  const run = async (path: string, res: ServerResponse): Promise<void> => {
    const query = path === '/list' ? queries.list : path === '/one' ? queries.one : queries.page;
    const { rows } = await pool.query<Row>({ name: path, ...query });
    if (path === '/page') answer(res, 'text/html; charset=utf-8', `<!DOCTYPE html>${renderToString(table(rows))}`);
    else answer(res, 'application/json; charset=utf-8', String(rows[0]?.json));
  };
  const server = createServer((req, res) => {
    run(req.url ?? '', res).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      res.writeHead(500).end();
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
});
process.on('disconnect', () => process.exit(0));
