const NEWLINE = 10;
const END = Buffer.from('\n\\.\n');
const END_AT_START = Buffer.from('\\.\n');

/** What our own dump consists of, in its order. `rows` must be read before the next statement is asked for. */
export type CopyStatement =
  { kind: 'copy'; table: string; sql: string; rows: AsyncIterable<Buffer> } | { kind: 'setval'; sql: string };

/**
 * Reads our own dump (see dump-database.ts). In PostgreSQL's text format a row is a line and a backslash in a value is
 * doubled, so that `\.` alone in a line is the end of a table and nothing else. Throws where the end is missing.
 */
export async function* readCopyText(source: AsyncIterable<Buffer>): AsyncGenerator<CopyStatement> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { value, done } = await chunks.next();
    if (done) throw new Error('The dump is cut off: its end is missing.');
    held = held.length > 0 ? Buffer.concat([held, value]) : value;
  };
  const line = async (): Promise<string> => {
    let end = held.indexOf(NEWLINE);
    while (end < 0) {
      await more();
      end = held.indexOf(NEWLINE);
    }
    const text = held.toString('utf8', 0, end);
    held = held.subarray(end + 1);
    return text;
  };
  async function* rowsOf(): AsyncGenerator<Buffer> {
    while (held.length < END_AT_START.length) await more();
    if (held.subarray(0, END_AT_START.length).equals(END_AT_START)) {
      held = held.subarray(END_AT_START.length);
      return;
    }
    for (;;) {
      const end = held.indexOf(END);
      if (end >= 0) {
        const rows = held.subarray(0, end + 1);
        held = held.subarray(end + END.length);
        yield rows;
        return;
      }
      // The end may lie across two chunks: keep what could be its beginning.
      const sure = held.length - (END.length - 1);
      if (sure > 0) {
        const rows = held.subarray(0, sure);
        held = held.subarray(sure);
        yield rows;
      }
      await more();
    }
  }
  for (;;) {
    const text = await line();
    if (text === '-- end') break;
    const table = /^COPY public\."((?:[^"]|"")+)" \(/.exec(text)?.[1]?.replaceAll('""', '"');
    if (table !== undefined) yield { kind: 'copy', table, sql: text.replace(/;$/, ''), rows: rowsOf() };
    else if (text.startsWith('select pg_catalog.setval(')) yield { kind: 'setval', sql: text };
  }
  // To the end, so that whoever checks the whole is asked.
  while (!(await chunks.next()).done);
}
