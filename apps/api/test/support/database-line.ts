import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type DatabaseLine = AsyncDisposable & {
  /** The database, reached over the line. */
  url: string;
  /** Breaks what is open and refuses what is new, as a server does that is gone. */
  cut(): Promise<void>;
  mend(): Promise<void>;
};

/** A line to a database that a test can break. */
export async function openDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async () => {
    const isClosed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await isClosed;
  };
  await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening.');
  const { port } = address;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut,
    mend: () => listen(port),
    async [Symbol.asyncDispose]() {
      if (server.listening) await cut();
    },
  };
}
