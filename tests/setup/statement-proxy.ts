import { connect, createServer, type Socket } from 'node:net';

/** A statement as it passes: who sends it (`application_name`) and its first words. */
export type Statement = { by: string; label: string };

export type StatementProxy = {
  port: number;
  /** Statements that passed since the last call, in order. */
  taken: () => Statement[];
  /**
   * Calls `act` once, when the statement comes next: `before` it reaches the server, or `after` the server's answer. With `cut`
   * the statement, or its answer, never arrives. Resolves when `act` has ended.
   */
  onNext: (
    at: { wanted: Statement; when: 'before' | 'after'; cut: boolean },
    act: () => Promise<void>,
  ) => Promise<void>;
  close: () => Promise<void>;
};

type Trap = { wanted: Statement; when: 'before' | 'after'; cut: boolean; spring: () => void };

const START = 0x00030000;
const cString = (bytes: Buffer, at: number): [string, number] => {
  const end = bytes.indexOf(0, at);
  return [bytes.toString('utf8', at, end), end + 1];
};
const shorten = (sql: string) => sql.replace(/\s+/g, ' ').trim().slice(0, 90);

/** Reads what a client of PostgreSQL says; gives each statement that is run. */
function statementReader(): (chunk: Buffer) => Statement[] {
  let rest = Buffer.alloc(0);
  let started = false;
  let by = '';
  let last = '';
  const prepared = new Map<string, string>();
  const label = (sql: string): string => {
    const short = shorten(sql);
    // These are alike everywhere: what came before says where they stand.
    if (/^(begin|commit|rollback)/i.test(short)) return `${short.toLowerCase()} after: ${last.slice(0, 60)}`;
    last = short;
    return short;
  };
  return (chunk) => {
    const found: Statement[] = [];
    rest = Buffer.concat([rest, chunk]);
    if (!started && rest.length >= 8 && rest.length >= rest.readInt32BE(0)) {
      const size = rest.readInt32BE(0);
      if (rest.readInt32BE(4) >>> 16 === START >>> 16) {
        by = /application_name\0([^\0]*)/.exec(rest.toString('utf8', 8, size))?.[1] ?? '';
        started = true;
      }
      rest = rest.subarray(size);
    }
    while (started && rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const size = 1 + rest.readInt32BE(1);
      const kind = String.fromCharCode(rest[0]!);
      if (kind === 'P') {
        const [name, at] = cString(rest, 5);
        prepared.set(name, cString(rest, at)[0]);
      } else if (kind === 'B') {
        const [, at] = cString(rest, 5);
        found.push({ by, label: label(prepared.get(cString(rest, at)[0]) ?? '?') });
      } else if (kind === 'Q') found.push({ by, label: label(cString(rest, 5)[0]) });
      rest = rest.subarray(size);
    }
    return found;
  };
}

/** A proxy in front of a PostgreSQL on loopback that sees every statement and can act at one of them. */
export async function startStatementProxy(target: number): Promise<StatementProxy> {
  const sockets = new Set<Socket>();
  let seen: Statement[] = [];
  let trap: Trap | null = null;
  const matches = (one: Statement) => trap?.wanted.by === one.by && trap.wanted.label === one.label;

  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const read = statementReader();
    let caught: Trap | null = null;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk: Buffer) => {
      const passing = read(chunk);
      seen.push(...passing);
      if (trap && passing.some(matches)) {
        caught = trap;
        trap = null;
        if (caught.when === 'before') {
          caught.spring();
          if (caught.cut) return;
          caught = null;
        }
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!caught) return void client.write(chunk);
      const { spring, cut } = caught;
      spring();
      caught = null;
      // The answer is lost with the connection.
      if (cut) setTimeout(end, 50);
      else client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    taken: () => {
      const was = seen;
      seen = [];
      return was;
    },
    onNext: (at, act) =>
      new Promise((resolve, reject) => {
        trap = { ...at, spring: () => void act().then(resolve, reject) };
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
