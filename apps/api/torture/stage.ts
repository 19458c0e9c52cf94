import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@tented/db';
import type { Cluster } from './cluster.ts';
import type { Crew } from './crew.ts';
import type { Fleet } from './fleet.ts';
import type { Journal } from './journal.ts';
import type { World } from './world.ts';

/** What clients see. */
export type Scene = { fleet: Fleet; world: World; journal: Journal };

/** What the events act on. `signal` says that the time is up. */
export type Stage = Scene & {
  database: Database;
  cluster: Cluster;
  crew: Crew;
  signal: AbortSignal;
};

const RETRY_MS = 50;

/** Until it has worked: an outage delays what the harness does, it does not undo it. */
export async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(RETRY_MS);
    }
  }
}
