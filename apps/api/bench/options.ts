import { parseArgs } from 'node:util';
import { CONTESTANTS, type Contestant } from './contestant.ts';
import type { Cell, Timing } from './measure.ts';
import { OPERATIONS, type Operation } from './requests.ts';

export type BenchOptions = {
  contestants: Contestant[];
  cells: Cell[];
  rounds: number;
  timing: Timing;
  /** Whether docs/performance.md gets the result. */
  isWritten: boolean;
  isHelp: boolean;
  /** Where profiles of the servers' processes go. */
  profileDir: string | undefined;
};

export const USAGE = `Usage: pnpm bench [options]

  --short                  about seven minutes instead of half an hour; writes no document
  --write                  writes docs/performance.md also after a short or a partial run
  --contestants <names>    of ${Object.keys(CONTESTANTS).join(',')}
  --operations <names>     of ${Object.keys(OPERATIONS).join(',')}
  --connections <numbers>  1,32,128 by default; 1 measures an idle server
  --workspaces <numbers>   1,1000 by default
  --rounds <number>  --seconds <number>  --warm-up <number>
  --profile <directory>    a CPU profile of every server's process
`;

// A server of this size takes seconds of load until its code is compiled.
const FULL = { rounds: 3, seconds: 5, warmUp: 8 };
const SHORT = { rounds: 1, seconds: 3, warmUp: 5 };
const MS_PER_SECOND = 1_000;

export function readOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      short: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      contestants: { type: 'string' },
      operations: { type: 'string' },
      connections: { type: 'string' },
      workspaces: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      'warm-up': { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const defaults = values.short ? SHORT : FULL;
  const isPartial = [
    values.contestants,
    values.operations,
    values.connections,
    values.workspaces,
  ].some((value) => value !== undefined);

  return {
    contestants: namesOf(values.contestants, CONTESTANTS),
    cells: cellsOf({
      operations: namesOf(values.operations, OPERATIONS),
      connections: numbersOf(values.connections, [1, 32, 128]),
      workspaces: numbersOf(values.workspaces, [1, 1_000]),
    }),
    rounds: numbersOf(values.rounds, [defaults.rounds])[0]!,
    timing: {
      measureMs: numbersOf(values.seconds, [defaults.seconds])[0]! * MS_PER_SECOND,
      warmUpMs: numbersOf(values['warm-up'], [defaults.warmUp])[0]! * MS_PER_SECOND,
    },
    isWritten: values.write || !(values.short || isPartial),
    isHelp: values.help,
    profileDir: values.profile,
  };
}

/** Idle latency is that of one operation in one workspace: more would tell nothing more. */
function cellsOf(wanted: {
  operations: Operation[];
  connections: number[];
  workspaces: number[];
}): Cell[] {
  return wanted.operations.flatMap((operation) =>
    wanted.connections.flatMap((connections) =>
      wanted.workspaces
        .filter((_, index) => connections > 1 || index === 0)
        .map((workspaces) => ({ operation, connections, workspaces })),
    ),
  );
}

function namesOf<Name extends string>(
  text: string | undefined,
  known: Record<Name, string>,
): Name[] {
  const all = Object.keys(known) as Name[];
  if (text === undefined) return all;
  const names = text.split(',');
  for (const name of names) {
    if (!all.includes(name as Name)) throw new Error(`Not one of ${all.join(', ')}: ${name}`);
  }
  return names as Name[];
}

function numbersOf(text: string | undefined, defaults: number[]): number[] {
  if (text === undefined) return defaults;
  return text.split(',').map((part) => {
    const number = Number(part);
    if (!(number > 0)) throw new Error(`Not a number above zero: ${part}`);
    return number;
  });
}
