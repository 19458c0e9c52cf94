import { randomInt } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { SUPERUSER, type Cluster } from './cluster.ts';
import {
  findPostmaster,
  readLog,
  startPostmaster,
  stopPostmaster,
  type Postmaster,
} from './postmaster.ts';
import { SetupError } from '../setup-error.ts';

/** One process's share in a running cluster. */
export type Keeper = { port: number; close(): Promise<void> };

// Every user of the cluster holds this lock shared. Whoever gets it alone is the last.
const LAST_ONE_OUT_LOCK = 7_461_330_002;
const POLL_MS = 25;
const JOIN_LIMIT_MS = 60_000;
const START_ATTEMPTS = 5;
const REVIVE_DELAY_MS = 100;
const REVIVE_DELAY_MAX_MS = 5_000;
// Below the range from which operating systems give ports to outgoing connections.
const PORT_MIN = 15_432;
const PORT_MAX = 32_000;
const COMING_OR_GOING = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P03']);

// The second when it was cut between two statements: pg sees that before it sends the next one.
const CUT = /^Connection terminated|not queryable$/;

type Options = { cluster: Cluster; onProgress: (message: string) => void };

/**
 * Joins the running cluster, or starts it, and from then on starts it again whenever it
 * dies, on the same port, until closed. The last of all processes to close stops it.
 */
export async function keepRunning({ cluster, onProgress }: Options): Promise<Keeper> {
  const closing = new AbortController();
  let reviving: Promise<void> = Promise.resolve();

  const first = await join(cluster);
  let { client } = first;
  watch();

  function watch(): void {
    client.once('end', () => {
      if (!closing.signal.aborted) reviving = revive();
    });
  }

  async function revive(): Promise<void> {
    onProgress('PostgreSQL is gone; starting it again');
    let delayMs = REVIVE_DELAY_MS;
    while (!closing.signal.aborted) {
      try {
        ({ client } = await join(cluster, first.port));
        watch();
        onProgress('PostgreSQL runs again');
        return;
      } catch (error) {
        onProgress(`PostgreSQL did not start: ${String(error)}`);
        await sleep(delayMs, undefined, { signal: closing.signal }).catch(() => {});
        delayMs = Math.min(delayMs * 2, REVIVE_DELAY_MAX_MS);
      }
    }
  }

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    closing.abort();
    await reviving;
    await leave(client, cluster);
  }
  return { port: first.port, close: () => (closed ??= close()) };
}

type Membership = { client: pg.Client; port: number };

/** With a port given, the cluster is started on that one only. */
async function join(cluster: Cluster, fixedPort?: number): Promise<Membership> {
  let giveUpAt = Date.now() + JOIN_LIMIT_MS;
  for (;;) {
    const running = await findPostmaster(cluster.directory);
    if (running === undefined) {
      await start(cluster, fixedPort);
      giveUpAt = Date.now() + JOIN_LIMIT_MS;
      continue;
    }
    // Recovery after a crash may take long, and says so by not being ready.
    const client = running.isReady ? await becomeMember(cluster, running) : undefined;
    if (client !== undefined) return { client, port: running.port };
    if (running.isReady && Date.now() > giveUpAt) {
      throw new SetupError(
        `PostgreSQL (process ${running.pid}) does not answer on 127.0.0.1:${running.port}. ` +
          `Stop that process and start again.\n${await readLog(cluster.logFile)}`,
      );
    }
    await sleep(POLL_MS);
  }
}

async function start(cluster: Cluster, fixedPort: number | undefined): Promise<void> {
  let port = fixedPort ?? (await recallPort(cluster.portFile)) ?? (await findFreePort());
  for (let attempt = 1; ; attempt++) {
    const outcome = await startPostmaster(cluster, port);
    if (outcome.isRunning) return fs.writeFile(cluster.portFile, `${port}\n`);
    // Another process has started it in the meantime.
    if ((await findPostmaster(cluster.directory)) !== undefined) return;

    const isPortTaken = /could not bind|Address already in use/.test(outcome.log);
    // Its last processes have not noticed yet that the main one is gone.
    const isDying = outcome.log.includes('still in use');
    if (attempt >= START_ATTEMPTS || !(isDying || (isPortTaken && fixedPort === undefined))) {
      throw new SetupError(
        `PostgreSQL did not start in ${cluster.directory} on port ${port}. ` +
          `Mend what its log names, or set DATABASE_URL.\n${outcome.log}`,
      );
    }
    if (isPortTaken) port = await findFreePort();
    else await sleep(REVIVE_DELAY_MS * attempt);
  }
}

/** Undefined when the cluster is just being started or stopped: to be tried again. */
async function becomeMember(
  cluster: Cluster,
  postmaster: Postmaster,
): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: postmaster.port,
    user: SUPERUSER,
    password: cluster.password,
    database: 'postgres',
    application_name: 'tented keeper',
    keepAlive: true,
  });
  // The end of the connection is what matters, and it is watched.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ isMember: boolean }>(
      'SELECT pg_try_advisory_lock_shared($1) AS "isMember"',
      [LAST_ONE_OUT_LOCK],
    );
    if (rows[0]?.isMember) return client;
  } catch (cause) {
    if (!isComingOrGoing(cause)) {
      throw new SetupError(
        `PostgreSQL of ${cluster.directory} on port ${postmaster.port} refused us: ` +
          `${(cause as Error).message}. Its password is in ${cluster.dataDir}/postgres-password.`,
        { cause },
      );
    }
  }
  await client.end().catch(() => {});
  return undefined;
}

async function leave(client: pg.Client, cluster: Cluster): Promise<void> {
  let isLast = false;
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [LAST_ONE_OUT_LOCK]);
    const { rows } = await client.query<{ isLast: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS "isLast"',
      [LAST_ONE_OUT_LOCK],
    );
    isLast = rows[0]?.isLast ?? false;
  } catch {
    // The connection is gone, and with it whatever there was to leave.
  }
  // Still holding the lock: nobody can join what is about to stop.
  if (isLast) await stopPostmaster(cluster.directory);
  await client.end().catch(() => {});
}

/** True for what a server says, or its connection does, that is just being started or stopped. */
export function isComingOrGoing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && COMING_OR_GOING.has(String(error.code))) return true;
  return CUT.test(error.message);
}

async function recallPort(portFile: string): Promise<number | undefined> {
  const port = Number(await fs.readFile(portFile, 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORT_MIN, PORT_MAX);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
