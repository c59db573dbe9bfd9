import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** Where new connections go; the first that accepts, in turn. */
  targets: number[];
  /** Milliseconds that each piece of an answer is held back. */
  delayMs: number;
  /** Cuts every connection that is open now. */
  cut(): void;
  close(): Promise<void>;
}

/** The first target that accepts a connection, beginning with the next in turn. */
async function connectToAny(targets: readonly number[], first: number): Promise<Socket | null> {
  for (let i = 0; i < targets.length; i++) {
    const socket = connect(targets[(first + i) % targets.length]!, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    if (open) return socket;
    socket.destroy();
  }
  return null;
}

/** A TCP proxy on a port of 127.0.0.1: a balancer over several targets, or a slow or broken way to one. */
export async function startTcpProxy(targets: number[]): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('close', () => sockets.delete(client));
    client.pause();
    void connectToAny(proxy.targets, turn++).then((target) => {
      if (!target || client.destroyed) {
        target?.destroy();
        return client.destroy();
      }
      sockets.add(target);
      target.on('error', () => client.destroy());
      target.once('close', () => sockets.delete(target));
      client.once('close', () => target.destroy());
      client.pipe(target);
      target.on('data', (chunk) => {
        if (proxy.delayMs === 0) return void client.write(chunk);
        setTimeout(() => client.destroyed || client.write(chunk), proxy.delayMs);
      });
      target.once('end', () => setTimeout(() => client.end(), proxy.delayMs));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const proxy: TcpProxy = {
    port: address.port,
    targets,
    delayMs: 0,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      server.close();
      proxy.cut();
      await once(server, 'close').catch(() => undefined);
    },
  };
  return proxy;
}
