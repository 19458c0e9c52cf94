import { setTimeout as sleep } from 'node:timers/promises';
import { ensureUsagePartitions } from '@tented/core';
import { type Database, openDatabase } from '@tented/db';
import { readBooks } from './books.ts';
import { type EventName, EVENTS, repeat } from './chaos.ts';
import { findViolations, type Violation } from './checks/checks.ts';
import type { Evidence } from './checks/evidence.ts';
import { runClient } from './clients.ts';
import type { Cluster } from './cluster.ts';
import type { Defect } from './defects.ts';
import { openFleet } from './fleet.ts';
import { type Journal, openJournal } from './journal.ts';
import { CREATE_NOTES_TABLE } from './notes.ts';
import { createRandom } from './random.ts';
import type { Stage } from './stage.ts';
import { makeWorld } from './world.ts';

export type TortureOptions = {
  cluster: Cluster;
  seconds: number;
  seed: number;
  servers?: number;
  clients?: number;
  /** What happens meanwhile; everything when absent. */
  events?: readonly EventName[];
  /** How much more often than usual. */
  pace?: number;
  defect?: Defect;
  logLevel?: string | undefined;
};

export type TortureReport = {
  counts: Journal['counts'];
  violations: Violation[];
  rssBytesMax: number;
  /** From sending a request to the end of its answer, at most. */
  answerMsMax: number;
};

/** Two months before a year's end, in front of a leap day. */
const START_AT = new Date('2027-10-31T12:00:00Z');

/**
 * Real server processes on a real PostgreSQL, clients that record everything, and whatever can
 * go wrong meanwhile; then the records are held against the database.
 */
export async function runTorture(options: TortureOptions): Promise<TortureReport> {
  const { cluster, seed, defect, logLevel } = options;
  const databaseUrl = await cluster.createDatabase(`torture_${Date.now().toString(36)}`);
  const database = openDatabase(databaseUrl);
  try {
    await database.pool.query(CREATE_NOTES_TABLE);
    await ensureUsagePartitions(database.pool, START_AT);
    const count = options.servers ?? 3;
    const fleet = await openFleet({ count, startAt: START_AT, databaseUrl, defect, logLevel });
    try {
      const world = await makeWorld(database, fleet);
      const signal = AbortSignal.timeout(options.seconds * 1_000);
      const stage: Stage = { cluster, database, fleet, journal: openJournal(), signal, world };
      await play(stage, options, createRandom(seed));
      await fleet.close();
      await untilNobodyWrites(database);
      const books = await readBooks(database.pool, world);
      const evidence = { entries: stage.journal.entries, books, world };
      return {
        counts: countBooks(stage.journal, evidence),
        violations: [...findViolations(evidence), ...crashesOf(fleet.crashes)],
        rssBytesMax: Math.max(...fleet.servers.map(({ rssBytesMax }) => rssBytesMax)),
        answerMsMax: slowestOf(stage.journal),
      };
    } finally {
      await fleet.close();
    }
  } finally {
    await database.close();
  }
}

const CLIENTS = 24;

/** Until the time is up, and everything that was begun has ended. */
async function play(
  stage: Stage,
  { clients = CLIENTS, events = Object.keys(EVENTS) as EventName[], pace = 1 }: TortureOptions,
  random: ReturnType<typeof createRandom>,
): Promise<void> {
  await Promise.all([
    ...Array.from({ length: clients }, () => runClient(stage, random.fork(), stage.signal)),
    ...events.map((name) => {
      const { everyMs, happen } = EVENTS[name];
      return repeat({ everyMs: everyMs / pace, happen }, stage, random.fork());
    }),
  ]);
}

const POLL_MS = 50;

/** A killed server's last statement may still be running. */
async function untilNobodyWrites({ pool }: Database): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ others: number }>(`
      SELECT count(*)::int AS others FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`);
    if (rows[0]?.others === 0) return;
    await sleep(POLL_MS);
  }
}

function crashesOf(crashes: readonly string[]): Violation[] {
  return crashes.length > 0 ? [{ check: 'no server ends by itself', found: [...crashes] }] : [];
}

function slowestOf({ entries }: Journal): number {
  return entries.reduce((most, { sentAt, endedAt = 0 }) => Math.max(most, endedAt - sentAt), 0);
}

/** Events that only the books can tell of. */
function countBooks(journal: Journal, { books }: Evidence): Journal['counts'] {
  journal.count('rows in the log', books.log.size);
  journal.count('charges', books.ledger.filter(({ kind }) => kind === 'charge').length);
  journal.count('refunds', books.ledger.filter(({ kind }) => kind === 'refund').length);
  const tentCharges = books.ledger.filter(({ action }) => action === 'tent.create');
  const refunds = tentCharges.filter(({ kind }) => kind === 'refund');
  journal.count('tents deleted and refunded', refunds.length);
  journal.count('periods', books.periods.length);
  return journal.counts;
}
