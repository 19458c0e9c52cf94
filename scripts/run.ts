import { spawn } from 'node:child_process';
import path from 'node:path';

export const REPOSITORY_DIR = path.resolve(import.meta.dirname, '..');

/** Nothing that we run reports home or asks for updates. */
const QUIET = {
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
};

/** Runs a tool of the checkout, with its output shown, and answers with its exit code. */
export function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: REPOSITORY_DIR,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        ...QUIET,
        ...env,
        PATH: `${BIN_DIR}${path.delimiter}${process.env['PATH'] ?? ''}`,
      },
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const BIN_DIR = ['node_modules/.bin', 'apps/web/node_modules/.bin']
  .map((dir) => path.join(REPOSITORY_DIR, dir))
  .join(path.delimiter);
