import { readFileSync } from 'node:fs';

const CHECK_MS = 1_000;

/**
 * Calls `onEnd` when the package manager that started this process is gone. `npx` and `pnpm`
 * that are killed do not always pass the signal on; the server would run on unseen, with its
 * port and its database taken. A server that was not started by one is left alone, and so
 * is one whose terminal has closed: only the commands in between count.
 */
export function watchStartingCommand(onEnd: () => void): void {
  const chain = startingCommands(process.ppid);
  if (chain.length === 0) return;
  setInterval(() => {
    if (chain.some((link) => !isUnchanged(link))) onEnd();
  }, CHECK_MS).unref();
}

/** Who called the outermost command may go; the command itself, and all below it, may not. */
function isUnchanged({ pid, parent, isOutermost }: Link): boolean {
  const now = readProcess(pid);
  return now !== undefined && (isOutermost || now.parent === parent);
}

type Link = Process & { isOutermost: boolean };
type Process = { pid: number; parent: number; command: string };

/** The package managers between us and whoever called them, nearest first, and their shells. */
function startingCommands(pid: number): Link[] {
  const chain: Process[] = [];
  for (let next = readProcess(pid); next; next = readProcess(next.parent)) {
    if (!/\b(npm|npx|pnpm)\b/.test(next.command) && !/^\S*sh -c /.test(next.command)) break;
    chain.push(next);
  }
  const outermost = chain.findLastIndex(({ command }) => /\b(npm|npx|pnpm)\b/.test(command));
  return chain
    .slice(0, outermost + 1)
    .map((link, index) => ({ ...link, isOutermost: index === outermost }));
}

/** Undefined where there is no such process, or no /proc to ask. */
function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // "pid (name) state parent …"; the name may hold anything, so count from its end.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid, parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
