import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { Binaries } from './binaries.ts';
import { SetupError } from '../setup-error.ts';

/** The user that PostgreSQL runs as when we are root, which it refuses to be. */
export type Account = { name: string; uid: number; gid: number };

/** How a PostgreSQL program is started: as whom, and through which command. */
export type Launcher = { prefix: string[]; identity: { uid?: number; gid?: number } };

const USER_CREATED = 'tented';
/** Belongs to everyone without a user of his own, so it is given no rights. */
export const USER_OF_LAST_RESORT = 'nobody';

// Enough to enter directories, and, where a container does not grant that one, more.
const CAPABILITIES = ['+dac_read_search', '+dac_override'];

// PostgreSQL's messages and sort order must not depend on who starts it.
export const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };

/** Undefined unless we are root. A cluster that exists decides by its owner. */
export async function findAccount(clusterDir: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;

  const owner = await stat(clusterDir).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) {
    return { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  const account =
    lookUp('postgres') ?? lookUp(USER_CREATED) ?? createUser() ?? lookUp(USER_OF_LAST_RESORT);
  if (account === undefined) {
    throw new SetupError(
      'PostgreSQL does not run as root and this system has no other user for it. ' +
        'Add a user named postgres, start as an ordinary user, or set DATABASE_URL.',
    );
  }
  return account;
}

type Target = { account: Account | undefined; binaries: Binaries; directory: string };

/**
 * The least powerful way to run the binaries on the directory. A checkout below a home
 * that others cannot enter needs a capability on top of the ordinary user.
 */
export function chooseLauncher({ account, binaries, directory }: Target): Launcher {
  if (account === undefined) return { prefix: [], identity: {} };

  const { uid, gid, name } = account;
  const launchers: Launcher[] = [
    { prefix: [], identity: { uid, gid } },
    ...CAPABILITIES.map((capability) => ({
      prefix: [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        // Else the question whether a file may be run, which PostgreSQL asks of its own
        // binary, is answered without regard to the capability.
        '--securebits=+no_setuid_fixup',
        `--inh-caps=${capability}`,
        `--ambient-caps=${capability}`,
      ],
      identity: {},
    })),
  ];
  const launcher = launchers.find((candidate) => canReach(candidate, binaries, directory));
  if (launcher === undefined) {
    throw new SetupError(
      `PostgreSQL does not run as root, and as ${name} it cannot enter ${directory} or run ` +
        `${binaries.postgres}. Move the checkout and DATA_DIR to where other users can enter, ` +
        'install setpriv (package util-linux), start as an ordinary user, or set DATABASE_URL.',
    );
  }
  return launcher;
}

/** The command line that runs a program the launcher's way. */
export function commandOf(launcher: Launcher, program: string, args: string[]) {
  const [command = program, ...rest] = [...launcher.prefix, program, ...args];
  return { command, args: rest };
}

function canReach(launcher: Launcher, binaries: Binaries, directory: string): boolean {
  // Finds its companions and stops before it makes anything.
  const script = '"$1" --show --pgdata="$2" && cd "$2"';
  const { command, args } = commandOf(launcher, 'sh', [
    '-c',
    script,
    'sh',
    binaries.initdb,
    directory,
  ]);
  const { status } = spawnSync(command, args, {
    ...launcher.identity,
    cwd: '/',
    env: ENVIRONMENT,
    stdio: 'ignore',
  });
  return status === 0;
}

function createUser(): Account | undefined {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  spawnSync('useradd', [...options, USER_CREATED], { stdio: 'ignore' });
  return lookUp(USER_CREATED);
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return Number.isInteger(uid) && Number.isInteger(gid)
    ? { name, uid: uid as number, gid: gid as number }
    : undefined;
}
