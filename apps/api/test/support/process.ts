import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const API_DIR = path.resolve(import.meta.dirname, '../..');

/**
 * For `vi.setConfig` of a test file: many processes and databases have to start, one after the
 * other, on machines that may be busy.
 */
export const STARTS_PROCESSES = { testTimeout: 120_000 };

export type Finished = { code: number | null; stdout: string; stderr: string };

/** Runs `tented` as a process of its own. */
export function runCli(args: string[], env: Record<string, string>): Promise<Finished> {
  return finish(start('src/cli.ts', args, env));
}

export type ServerProcess = {
  child: ChildProcess;
  url: string;
  banner: string;
  /** Resolves when the process has ended. */
  ended: Promise<Finished>;
};

/** Starts the server as a process of its own; resolves when it says that it is ready. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = start('src/main.ts', [], { PORT: '0', RATE_LIMIT_PER_MINUTE: '0', ...env });
  const ended = finish(child);
  let banner = '';
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      banner += chunk.toString();
      const url = /Web app +(\S+)\n/.exec(banner)?.[1];
      if (url) resolve(url);
    });
    void ended.then(({ stderr }) => reject(new Error(`The server did not start: ${stderr}`)));
  });
  const url = await ready;
  return { child, url, banner, ended };
}

export type WorkerProcess = {
  child: ChildProcess;
  /** Prompts of the pages that it has begun to make, in their order. */
  begun(): string[];
  /** Resolves when the process has ended. */
  ended: Promise<Finished>;
};

/** Starts a worker as a process of its own (worker-process.ts); resolves when it works. */
export async function startWorkerProcess(args: string[]): Promise<WorkerProcess> {
  const child = start('test/support/worker-process.ts', args, {});
  const ended = finish(child);
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (/^Working$/m.test(output)) resolve();
    });
    void ended.then(({ stderr }) => reject(new Error(`The worker did not start: ${stderr}`)));
  });
  await ready;
  return {
    child,
    begun: () => Array.from(output.matchAll(/^Generating: (.*)$/gm), ([, prompt]) => prompt!),
    ended,
  };
}

function start(script: string, args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [script, ...args], {
    cwd: API_DIR,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function finish(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
