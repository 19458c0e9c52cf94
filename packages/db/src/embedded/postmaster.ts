import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';
import { chooseLauncher, commandOf, ENVIRONMENT } from './launcher.ts';
import { SetupError } from '../setup-error.ts';

/** The running main process of a cluster. */
export type Postmaster = { pid: number; port: number; isReady: boolean };

/** `log` is what PostgreSQL said about it. */
export type Start = { isRunning: true } | { isRunning: false; log: string };

const POLL_MS = 20;
const FAST_SHUTDOWN_MS = 30_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;
const LOG_TAIL_CHARS = 3_000;

// Sizes for a small machine. Nothing here trades safety for speed.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  random_page_cost: '1.1',
  wal_compression: 'on',
  // Compiling pays off in long reports only, and can cost a second in short ones.
  jit: 'off',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** What postmaster.pid says, when the process it names is really this cluster's. */
export async function findPostmaster(directory: string): Promise<Postmaster | undefined> {
  const lines = (await readLock(directory)).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostmasterOf(pid, directory))) {
    return undefined;
  }
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Starts the cluster and waits until it takes connections. It lives on without this
 * process, and in a process group of its own: Ctrl-C in a terminal reaches the server,
 * which still needs its database to finish.
 */
export async function startPostmaster(cluster: Cluster, port: number): Promise<Start> {
  const { account, binaries, directory } = cluster;
  const launcher = chooseLauncher({ account, binaries, directory });
  const settings = Object.entries({ ...SETTINGS, ...cluster.settings });
  const { command, args } = commandOf(launcher, binaries.postgres, [
    `-D${directory}`,
    `-p${port}`,
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);

  await discardForeignLock(directory);
  const log = await fs.open(cluster.logFile, 'a', 0o600);
  const { size: logStart } = await log.stat();
  const child = spawn(command, args, {
    ...launcher.identity,
    cwd: '/',
    env: ENVIRONMENT,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', resolve).once('error', resolve);
  });
  await log.close();
  child.unref();

  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  // No time limit: after a crash, recovery takes as long as it takes.
  while (!hasEnded) {
    const postmaster = await findPostmaster(directory);
    if (postmaster?.pid === child.pid && postmaster?.isReady) return { isRunning: true };
    await Promise.race([ended, sleep(POLL_MS)]);
  }
  return { isRunning: false, log: await readLog(cluster.logFile, logStart) };
}

/** Stops the cluster and returns when its process is gone. */
export async function stopPostmaster(directory: string): Promise<void> {
  const postmaster = await findPostmaster(directory);
  if (postmaster === undefined) return;

  const stages = [
    { signal: 'SIGINT', limitMs: FAST_SHUTDOWN_MS },
    { signal: 'SIGQUIT', limitMs: IMMEDIATE_SHUTDOWN_MS },
  ] as const;
  for (const { signal, limitMs } of stages) {
    signalProcess(postmaster.pid, signal);
    const giveUpAt = Date.now() + limitMs;
    while (Date.now() < giveUpAt) {
      if (!(await isPostmasterOf(postmaster.pid, directory))) return;
      await sleep(POLL_MS);
    }
  }
  throw new SetupError(
    `PostgreSQL (process ${postmaster.pid}) in ${directory} does not stop. ` +
      `Its log is ${path.dirname(directory)}/postgres.log.`,
  );
}

/** The last lines PostgreSQL wrote. */
export async function readLog(logFile: string, start = 0): Promise<string> {
  const log = await fs.readFile(logFile).catch(() => Buffer.alloc(0));
  return log.subarray(start).toString('utf8').slice(-LOG_TAIL_CHARS).trim();
}

/**
 * A number is not enough: after a crash it may have been given to another process, in a
 * container nearly always. PostgreSQL works inside its cluster's directory.
 */
async function isPostmasterOf(pid: number, directory: string): Promise<boolean> {
  if (process.platform !== 'linux') return isNamedPostgres(pid);
  try {
    const [its, ours] = await Promise.all([fs.stat(`/proc/${pid}/cwd`), fs.stat(directory)]);
    return its.dev === ours.dev && its.ino === ours.ino;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another user's process shows its name only.
    return code === 'EACCES' || code === 'EPERM' ? isNamedPostgres(pid) : false;
  }
}

async function isNamedPostgres(pid: number): Promise<boolean> {
  const name =
    process.platform === 'linux'
      ? await fs.readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
      : await askForName(pid);
  return path.basename(name.trim()) === 'postgres';
}

async function askForName(pid: number): Promise<string> {
  const answer = promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]);
  return (await answer.catch(() => ({ stdout: '' }))).stdout;
}

/**
 * PostgreSQL takes any live process named in a stale postmaster.pid for its predecessor,
 * except its parent. So the file is made to name its parent, us. Removing the file would
 * also take away what PostgreSQL looks for next: the predecessor's shared memory.
 */
async function discardForeignLock(directory: string): Promise<void> {
  const stale = await readLock(directory);
  if (!isAlive(Number.parseInt(stale, 10)) || (await findPostmaster(directory))) return;

  const file = path.join(directory, 'postmaster.pid');
  try {
    // Nothing may come between the last look and the writing.
    if (readFileSync(file, 'utf8') === stale) {
      writeFileSync(file, stale.replace(/^.*/, String(process.pid)));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function readLock(directory: string): Promise<string> {
  try {
    return await fs.readFile(path.join(directory, 'postmaster.pid'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
