import type { EventName } from './chaos.ts';
import type { CheckName, Violation } from './checks/checks.ts';
import type { Cluster } from './cluster.ts';
import type { Defect } from './defects.ts';
import { runTorture } from './run-torture.ts';

type Trial = {
  check: CheckName;
  events: EventName[];
  pace: number;
  enough: Readonly<Record<string, number>>;
};

/** What each broken build must be caught by, and what has to happen for that. */
const TRIALS: Record<Defect, Trial> = {
  'charge-outside-transaction': {
    check: 'used = ledger = log in every period',
    events: [],
    pace: 1,
    enough: { 'answered 409': 2, 'answered 500': 2 },
  },
  'log-after-answer': {
    check: 'every answer has exactly one row, with its status and its credits',
    events: ['kill a server'],
    pace: 2,
    enough: { 'servers killed': 2 },
  },
  'cache-without-validation': {
    check: 'no request sent after a deletion had returned was answered with success',
    events: ['delete a key', 'make a key'],
    pace: 2,
    enough: { 'keys deleted': 6 },
  },
};
const SECONDS = { min: 3, max: 40 };

const SEED = 20_270_101;

export type TrialResult = { defect: Defect; isCaught: boolean; violations: Violation[] };

/** Runs each broken build for a few seconds: the harness has to notice what is wrong with it. */
export async function selfTest(cluster: Cluster): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  for (const [name, { check, ...trial }] of Object.entries(TRIALS)) {
    const defect = name as Defect;
    const { violations } = await runTorture({
      cluster,
      // What is broken is not in the making of pages.
      workers: 0,
      seed: SEED,
      defect,
      seconds: SECONDS.min,
      secondsMax: SECONDS.max,
      ...trial,
    });
    const isCaught = violations.some((violation) => violation.check === check);
    results.push({ defect, isCaught, violations });
  }
  return results;
}
