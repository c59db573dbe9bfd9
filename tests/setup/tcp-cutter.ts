import { connect, createServer, type Socket } from 'node:net';

export type TcpCutter = {
  port: number;
  /** Lets so many more bytes of the server through, then ends every connection; once. */
  cutAfter: (bytes: number) => void;
  /** Refuses new connections and ends those there are, until `restore`. */
  down: () => void;
  restore: () => void;
  /** Connections taken so far, and those cut in the middle. */
  counts: { taken: number; cut: number };
  close: () => Promise<void>;
};

/** A proxy in front of a loopback port that ends connections in the middle of what the server says. */
export async function startTcpCutter(target: number): Promise<TcpCutter> {
  const sockets = new Set<Socket>();
  const counts = { taken: 0, cut: 0 };
  let left = Infinity;
  let isDown = false;
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    if (isDown) return void client.destroy();
    counts.taken += 1;
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (data: Buffer) => {
      if (data.length < left) {
        left -= data.length;
        client.write(data);
        return;
      }
      client.write(data.subarray(0, left));
      left = Infinity;
      counts.cut += 1;
      setImmediate(endAll);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    cutAfter(bytes) {
      left = bytes;
    },
    down() {
      isDown = true;
      endAll();
    },
    restore() {
      isDown = false;
    },
    counts,
    async close() {
      endAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
