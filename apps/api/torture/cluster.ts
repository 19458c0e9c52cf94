import { appendFile, chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@tented/db';
import { findTemporaryDir, openEmbedded } from '@tented/db/embedded';
import { prepareDatabase } from '@tented/db/migrate';

/** A PostgreSQL of the harness's own, with everything that can happen to one. */
export type Cluster = AsyncDisposable & {
  /** A new migrated database; `name` in lower case. */
  createDatabase(name: string): Promise<string>;
  /** SIGKILL: the main process, all of its processes, or one of its connections. */
  kill(target: KillTarget): Promise<void>;
  /** Kills all of it; nothing starts in its place until it is let up. */
  takeDown(): Promise<void>;
  letUp(): Promise<void>;
  /** SIGSTOP: every process stands still; connections stay open and say nothing. */
  pause(): Promise<void>;
  resume(): void;
  /** Resolves when it answers. */
  ready(): Promise<void>;
};

export const KILL_TARGETS = ['main', 'all', 'connection'] as const;
export type KillTarget = (typeof KILL_TARGETS)[number];

const POLL_MS = 20;
// PostgreSQL does not start with a setting that it does not know.
const NO_SETTING = 'is_down';

/**
 * Started with the settings of a real one: what has been committed must survive a kill. The
 * keeper in this process starts it again whenever it dies.
 */
export async function openCluster(): Promise<Cluster> {
  const parent = await mkdtemp(path.join(await findTemporaryDir(), 'torture-'));
  // The user that PostgreSQL runs as has to pass.
  await chmod(parent, 0o711);
  const dataDir = path.join(parent, 'data');
  const postgres = await openEmbedded({ dataDir });
  const mainPid = () => readPid(path.join(dataDir, 'postgres/postmaster.pid'));
  const settingsFile = path.join(dataDir, 'postgres/postgresql.conf');
  let paused: number[] = [];

  function resume(): void {
    signal(paused, 'SIGCONT');
    paused = [];
  }

  async function kill(target: KillTarget): Promise<void> {
    const pid = await mainPid();
    if (pid === undefined) return;
    // The main process first, so that no child is born behind our back.
    if (target === 'all') signal([pid], 'SIGSTOP');
    const connections = target === 'main' ? [] : await childrenOf(pid);
    if (target === 'connection') signal(connections.slice(-1), 'SIGKILL');
    else signal([pid, ...connections], 'SIGKILL');
  }

  return {
    createDatabase: (name) => createDatabase(postgres.url, name),
    kill,
    async takeDown() {
      // Killing whatever is started again would not do: on a busy machine it serves in between.
      await appendFile(settingsFile, `\n${NO_SETTING} = on\n`);
      await kill('all');
    },
    async letUp() {
      const settings = await readFile(settingsFile, 'utf8');
      await writeFile(settingsFile, settings.replace(`\n${NO_SETTING} = on\n`, ''));
    },
    async pause() {
      const pid = await mainPid();
      if (pid === undefined) return;
      // As in `kill`.
      signal([pid], 'SIGSTOP');
      paused = [pid, ...(await childrenOf(pid))];
      signal(paused, 'SIGSTOP');
    },
    resume,
    ready: () => waitUntilReady(postgres.url),
    async [Symbol.asyncDispose]() {
      resume();
      await postgres.close();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

/** For commands: a signal ends them, and must not leave a PostgreSQL behind. */
export async function withCluster(work: (cluster: Cluster) => Promise<void>): Promise<void> {
  await using cluster = await openCluster();
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
  await Promise.race([work(cluster), stopped.then(() => Promise.reject(new Error('Stopped.')))]);
}

async function createDatabase(url: string, name: string): Promise<string> {
  await using maintenance = open(url);
  await maintenance.pool.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const created = new URL(url);
  created.pathname = `/${name}`;
  await prepareDatabase(created.href);
  return created.href;
}

async function waitUntilReady(url: string): Promise<void> {
  await using database = open(url);
  for (;;) {
    const answered = await database.pool.query('SELECT 1').catch(() => undefined);
    if (answered) return;
    await sleep(POLL_MS);
  }
}

function open(url: string): Database & AsyncDisposable {
  const database = openDatabase(url);
  return { ...database, [Symbol.asyncDispose]: () => database.close() };
}

async function readPid(lockFile: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(lockFile, 'utf8').catch(() => ''), 10);
  return pid > 0 ? pid : undefined;
}

/** The processes that the main one has started, oldest first: workers, then connections. */
async function childrenOf(pid: number): Promise<number[]> {
  const entries = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(entries.map((entry) => readParent(entry)));
  return entries
    .filter((_, index) => parents[index] === pid)
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** "pid (name) state parent …"; the name may hold anything, so count from its end. */
async function readParent(pid: string): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent > 0 ? parent : undefined;
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
