import { setTimeout as sleep } from 'node:timers/promises';
import { ensureUsagePartitions } from '@tented/core';
import { type Database, openDatabase } from '@tented/db';
import { readBooks, WATCH_GENERATIONS } from './books.ts';
import { type CheckName, findViolations, type Violation } from './checks/checks.ts';
import type { Evidence } from './checks/evidence.ts';
import type { Cluster } from './cluster.ts';
import { openCrew } from './crew.ts';
import type { Defect } from './defects.ts';
import { openFleet } from './fleet.ts';
import { isAnswered, type Journal, openJournal } from './journal.ts';
import { CREATE_NOTES_TABLE } from './notes.ts';
import { type Stage, untilDone } from './stage.ts';
import { makeWorld } from './world.ts';

export type StageOptions = {
  cluster: Cluster;
  servers?: number | undefined;
  /** Pages are made only where there are some. */
  workers?: number | undefined;
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
  { cluster, servers: count = SERVERS, workers = 0, defect, logLevel }: StageOptions,
  play: (stage: Omit<Stage, 'signal'>) => Promise<void>,
): Promise<TortureReport> {
  const databaseUrl = await cluster.createDatabase(`torture_${Date.now().toString(36)}`);
  await using opened = new AsyncDisposableStack();
  const database = opened.adopt(openDatabase(databaseUrl), (it) => it.close());
  await database.pool.query(CREATE_NOTES_TABLE);
  await database.pool.query(WATCH_GENERATIONS);
  await ensureUsagePartitions(database.pool, START_AT);
  const crew = opened.adopt(await openCrew({ count: workers, databaseUrl }), (it) => it.close());
  const fleet = opened.adopt(
    await openFleet({ count, startAt: START_AT, databaseUrl, defect, logLevel }),
    (it) => it.close(),
  );

  const world = await makeWorld(database, fleet);
  const journal = openJournal();
  await play({ cluster, database, fleet, crew, journal, world });
  const unmade = workers > 0 ? await untilPagesAreMade(database) : [];
  await Promise.all([fleet.close(), crew.close()]);
  await untilNobodyWrites(database);
  const books = await readBooks(database.pool, world);
  const evidence = { entries: journal.entries, books, world };
  return {
    counts: countBooks(journal, evidence),
    violations: [
      ...findViolations(evidence),
      ...violationOf('no process ends by itself', [...fleet.crashes, ...crew.crashes]),
      ...violationOf('every page is made or given up in the end', unmade),
    ],
    rssBytesMax: Math.max(...fleet.servers.map(({ rssBytesMax }) => rssBytesMax)),
    answerMsMax: slowestOf(journal),
    rowsUnanswered: countUnanswered(evidence),
  };
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

/** The queue hears of a dead worker after seconds; then its pages have to be another's. */
const PAGES_MS_MAX = 90_000;

/** Answers with the pages that nobody has made by then. */
async function untilPagesAreMade({ pool }: Database): Promise<string[]> {
  const giveUpAt = performance.now() + PAGES_MS_MAX;
  for (;;) {
    // PostgreSQL may just be coming back from its last kill.
    const { rows } = await untilDone(() =>
      pool.query<{ id: string }>(
        `SELECT id FROM generation WHERE status IN ('queued', 'generating')`,
      ),
    );
    if (rows.length === 0 || performance.now() > giveUpAt) return rows.map(({ id }) => id);
    await sleep(POLL_MS);
  }
}

function violationOf(check: CheckName, found: string[]): Violation[] {
  return found.length > 0 ? [{ check, found }] : [];
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
  for (const [end, pages] of Object.entries(books.pages)) journal.count(end, pages);
  journal.count('periods', books.periods.length);
  return journal.counts;
}
