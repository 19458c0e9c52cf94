import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

const running = new Set<ChildProcess>();

/** Starts one of the processes in this folder; `execArgv` are flags of its Node. */
export function startChild(script: string, args: string[], execArgv: string[] = []): ChildProcess {
  const child = fork(path.join(import.meta.dirname, script), args, {
    execArgv,
    // As on a machine that serves customers.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** A run that is stopped fails like one whose process died, and then clears up behind itself. */
export function stopChildrenOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const child of running) child.kill(signal);
    });
  }
}

/** The next message of a process; rejects when it ends without one. */
export function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A process ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Message);
    });
  });
}
