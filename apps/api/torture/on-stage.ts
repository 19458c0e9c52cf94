import { setTimeout as sleep } from 'node:timers/promises';
import { ensureUsagePartitions } from '@tented/core';
import { type Database, openDatabase } from '@tented/db';
import { readBooks } from './books.ts';
import { findViolations, type Violation } from './checks/checks.ts';
import type { Evidence } from './checks/evidence.ts';
import type { Cluster } from './cluster.ts';
import type { Defect } from './defects.ts';
import { openFleet } from './fleet.ts';
import { isAnswered, type Journal, openJournal } from './journal.ts';
import { CREATE_NOTES_TABLE } from './notes.ts';
import type { Stage } from './stage.ts';
import { makeWorld } from './world.ts';

export type StageOptions = {
  cluster: Cluster;
  servers?: number | undefined;
  defect?: Defect | undefined;
  logLevel?: string | undefined;
};

export type TortureReport = {
  counts: Journal['counts'];
  violations: Violation[];
  rssBytesMax: number;
  /** From sending a request to the end of its answer, at most. */
  answerMsMax: number;
  /** Rows in the log whose answers nobody received. */
  rowsUnanswered: number;
};

/** Two months before a year's end, in front of a leap day. */
const START_AT = new Date('2027-10-31T12:00:00Z');
const SERVERS = 3;

/**
 * Opens real server processes on a real PostgreSQL, lets `play` do with them what it likes, and
 * then holds what its clients have recorded against the database.
 */
export async function onStage(
  { cluster, servers: count = SERVERS, defect, logLevel }: StageOptions,
  play: (stage: Omit<Stage, 'signal'>) => Promise<void>,
): Promise<TortureReport> {
  const databaseUrl = await cluster.createDatabase(`torture_${Date.now().toString(36)}`);
  const database = openDatabase(databaseUrl);
  try {
    await database.pool.query(CREATE_NOTES_TABLE);
    await ensureUsagePartitions(database.pool, START_AT);
    const fleet = await openFleet({ count, startAt: START_AT, databaseUrl, defect, logLevel });
    try {
      const world = await makeWorld(database, fleet);
      const journal = openJournal();
      await play({ cluster, database, fleet, journal, world });
      await fleet.close();
      await untilNobodyWrites(database);
      const books = await readBooks(database.pool, world);
      const evidence = { entries: journal.entries, books, world };
      return {
        counts: countBooks(journal, evidence),
        violations: [...findViolations(evidence), ...crashesOf(fleet.crashes)],
        rssBytesMax: Math.max(...fleet.servers.map(({ rssBytesMax }) => rssBytesMax)),
        answerMsMax: slowestOf(journal),
        rowsUnanswered: countUnanswered(evidence),
      };
    } finally {
      await fleet.close();
    }
  } finally {
    await database.close();
  }
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

function countUnanswered({ entries, books }: Evidence): number {
  const answered = new Set(entries.filter(isAnswered).map(({ outcome }) => outcome.id));
  return [...books.log.keys()].filter((id) => !answered.has(id)).length;
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
