import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findBinaries, type Binaries } from './binaries.ts';
import {
  chooseLauncher,
  commandOf,
  ENVIRONMENT,
  findAccount,
  USER_OF_LAST_RESORT,
  type Account,
} from './launcher.ts';
import { SetupError } from '../setup-error.ts';

/** A PostgreSQL cluster on disk, running or not. */
export type Cluster = {
  dataDir: string;
  directory: string;
  logFile: string;
  portFile: string;
  password: string;
  binaries: Binaries;
  account: Account | undefined;
  settings: Record<string, string>;
};

export type ClusterOptions = {
  dataDir: string;
  settings?: Record<string, string>;
  onProgress?: (message: string) => void;
};

export const SUPERUSER = 'postgres';

const PASSWORD_BYTES = 24;
const ABANDONED_MS = 10 * 60_000;

/** Opens the cluster in the data directory, and makes it first when there is none. */
export async function prepareCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = path.resolve(options.dataDir);
  const directory = path.join(dataDir, 'postgres');
  const account = await findAccount(directory);
  await makeDataDir(dataDir, account);

  const hasCluster = await exists(path.join(directory, 'PG_VERSION'));
  const cluster: Cluster = {
    dataDir,
    directory,
    logFile: path.join(dataDir, 'postgres.log'),
    portFile: path.join(dataDir, 'postgres-port'),
    password: await readPassword(path.join(dataDir, 'postgres-password'), hasCluster),
    binaries: findBinaries(),
    account,
    settings: options.settings ?? {},
  };
  if (!hasCluster) {
    options.onProgress?.(`Creating a database in ${directory}`);
    await removeAbandoned(cluster);
    await createCluster(cluster);
  } else if (account !== undefined && (await fs.stat(directory)).uid === 0) {
    // A copy made by root. PostgreSQL wants to own its files.
    const owner = `${account.uid}:${account.gid}`;
    await promisify(execFile)('chown', ['-R', owner, directory]);
  }
  return cluster;
}

async function makeDataDir(dataDir: string, account: Account | undefined): Promise<void> {
  await fs.mkdir(path.dirname(dataDir), { recursive: true });
  try {
    await fs.mkdir(dataDir, { mode: 0o700 });
  } catch (error) {
    if (isCode(error, 'EEXIST')) return;
    throw error;
  }
  if (account === undefined || account.name === USER_OF_LAST_RESORT) return;

  // Root's directory would be closed to PostgreSQL's user, who then would have to be
  // given the power to enter every directory. Passing through this one is less.
  await fs.chown(dataDir, 0, account.gid);
  await fs.chmod(dataDir, 0o710);
}

/** Made before the cluster and never replaced, so that all who start at once agree on it. */
async function readPassword(file: string, hasCluster: boolean): Promise<string> {
  if (!hasCluster && !(await exists(file))) {
    const draft = `${file}.${randomBytes(4).toString('hex')}`;
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    await fs.writeFile(draft, password, { mode: 0o600, flush: true });
    try {
      await fs.link(draft, file);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    } finally {
      await fs.rm(draft);
    }
  }
  try {
    return (await fs.readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new SetupError(
      `Cannot read ${file}, the password of the database beside it. Start as the user who ` +
        'owns it, restore it, or choose another DATA_DIR.',
      { cause },
    );
  }
}

/** initdb beside the final place, then one rename: the cluster is there whole or not at all. */
async function createCluster(cluster: Cluster): Promise<void> {
  const workDir = await fs.mkdtemp(`${cluster.directory}.new-`);
  try {
    const passwordFile = path.join(workDir, 'password');
    await fs.writeFile(passwordFile, cluster.password, { mode: 0o600 });
    if (cluster.account !== undefined) {
      const { uid, gid } = cluster.account;
      await fs.chown(passwordFile, uid, gid);
      await fs.chown(workDir, uid, gid);
    }
    const created = path.join(workDir, 'cluster');
    await runInitdb(cluster, [`--pgdata=${created}`, `--pwfile=${passwordFile}`]);
    await fs.rename(created, cluster.directory);
  } catch (error) {
    // Somebody else was faster, with the same password.
    if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST')) throw error;
  } finally {
    await fs.rm(workDir, { recursive: true, force: true });
  }
}

async function runInitdb(cluster: Cluster, paths: string[]): Promise<void> {
  const { account, binaries } = cluster;
  const launcher = chooseLauncher({ account, binaries, directory: cluster.dataDir });
  const { command, args } = commandOf(launcher, binaries.initdb, [
    ...paths,
    `--username=${SUPERUSER}`,
    '--auth=scram-sha-256',
    // The same order and the same letters on every operating system.
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(cluster.settings['fsync'] === 'off' ? ['--no-sync'] : []),
  ]);
  try {
    await promisify(execFile)(command, args, { ...launcher.identity, cwd: '/', env: ENVIRONMENT });
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    throw new SetupError(
      `PostgreSQL could not create a database in ${cluster.dataDir}: ` +
        `${stderr.trim() || String(cause)}\nFree space or choose another DATA_DIR, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** What a killed initdb left behind. A young one may still be at work. */
async function removeAbandoned(cluster: Cluster): Promise<void> {
  const prefix = `${path.basename(cluster.directory)}.new-`;
  for (const name of await fs.readdir(cluster.dataDir)) {
    if (!name.startsWith(prefix)) continue;
    const directory = path.join(cluster.dataDir, name);
    const { mtimeMs } = await fs.stat(directory).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED_MS) {
      await fs.rm(directory, { recursive: true, force: true });
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return fs.stat(file).then(
    () => true,
    () => false,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
