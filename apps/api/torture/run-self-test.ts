import type { EventName } from './chaos.ts';
import type { CheckName, Violation } from './checks/checks.ts';
import type { Cluster } from './cluster.ts';
import type { Defect } from './defects.ts';
import { runTorture } from './run-torture.ts';

type Trial = { check: CheckName; events: EventName[]; pace: number; seconds: number };

/** What each broken build must be caught by, and what has to happen for that. */
const TRIALS: Record<Defect, Trial> = {
  'charge-outside-transaction': {
    check: 'used = ledger = log in every period',
    events: ['refund a charge'],
    pace: 1,
    seconds: 3,
  },
  'log-after-answer': {
    check: 'every answer has exactly one row, with its status and its credits',
    events: ['kill a server'],
    pace: 2,
    seconds: 6,
  },
  'cache-without-validation': {
    check: 'no write of a deleted key was committed after its deletion had returned',
    events: ['delete a key', 'make a key'],
    pace: 4,
    seconds: 6,
  },
};

const SEED = 20_270_101;

export type TrialResult = { defect: Defect; isCaught: boolean; violations: Violation[] };

/** Runs each broken build for a few seconds: the harness has to notice what is wrong with it. */
export async function selfTest(cluster: Cluster): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  for (const [name, { check, ...trial }] of Object.entries(TRIALS)) {
    const defect = name as Defect;
    const { violations } = await runTorture({ cluster, seed: SEED, defect, ...trial });
    const isCaught = violations.some((violation) => violation.check === check);
    results.push({ defect, isCaught, violations });
  }
  return results;
}
