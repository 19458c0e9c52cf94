import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, openCluster } from '../torture/cluster.ts';
import { formatReport, missingKinds } from '../torture/report.ts';
import { selfTest } from '../torture/run-self-test.ts';
import { runTorture } from '../torture/run-torture.ts';

// The short form; `pnpm torture --seconds 600` is the long one.

const SECONDS = 40;
const TIMEOUT_MS = 300_000;
/** What is decided is the same every time; how processes interleave is not. */
const SEED = 20_260_313;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await openCluster();
});
afterAll(() => cluster[Symbol.asyncDispose]());

test(
  'three servers, kills, pauses, months, plans, deleted keys: every promise is kept',
  async () => {
    const report = await runTorture({ cluster, seconds: SECONDS, seed: SEED });

    expect(report.violations, formatReport(report)).toEqual([]);
    expect(missingKinds(report), formatReport(report)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'a build that breaks one of the promises is caught',
  async () => {
    const results = await selfTest(cluster);

    expect(results.map(({ defect, isCaught }) => ({ defect, isCaught }))).toEqual([
      { defect: 'charge-outside-transaction', isCaught: true },
      { defect: 'log-after-answer', isCaught: true },
      { defect: 'cache-without-validation', isCaught: true },
    ]);
  },
  TIMEOUT_MS,
);
