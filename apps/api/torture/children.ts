import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

export type Child = {
  process: ChildProcess;
  /** Resolves with how it ended, and what it last said. */
  ended: Promise<string>;
};

const STDERR_CHARS_MAX = 4_000;

/** Starts a script of this directory as a process of its own, with a line to the harness. */
export function startChild(script: string, argument: string): Child {
  const child = fork(path.join(import.meta.dirname, script), [argument], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-STDERR_CHARS_MAX);
  });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`ended with ${code ?? signal}. ${stderr}`));
  });
  return { process: child, ended };
}
