import { setTimeout } from 'node:timers/promises';
import { type Pool, Prisma } from '@tented/db';
import type { Clock } from '../clock.ts';
import { firstIdAt, momentOf } from '../ids.ts';
import { isUnavailableError } from './connection-errors.ts';
import { queryLog } from './query-log.ts';
import { readEntries, type UsageEntry } from './usage-entry.ts';
import { allOf, conditionsOf, type UsageQuestion } from './usage-filter.ts';

/** What a watcher is told. */
export type UsageNews = {
  /**
   * `rows`: these have been written, or given credits back, since.
   * `reset`: read the log now. All that is written after this is told in `rows`, until the next reset.
   */
  kind: 'rows' | 'reset';
  rows: UsageEntry[];
  /** Where to take up again after a broken connection, with any server. */
  position: string;
};

const POLL_MS = 1_000;
/** Looks are rarer while there is more than anybody could follow. */
const OVERRUN_FACTOR = 3;
/**
 * Ids are moments of arrival, and rows are written when their answers are ready: a row may appear
 * below others that have been told already. So every look goes back this far, which is
 * longer than a request can take and more than clocks of servers should differ.
 */
const TRAIL_MS = 120_000;
/** Most looks go back only this far: nearly every request is over by then. */
const SHORT_TRAIL_MS = 10_000;
/** One look in so many goes back the whole way. */
const LOOKS_PER_SWEEP = 10;
/** Rows that a look passes at most, and rows told at once: beyond, reading the log afresh is cheaper. */
const SWEEP_ROWS_MAX = 50_000;
const LOOK_ROWS_MAX = 5_000;
const NEWS_ROWS_MAX = 200;

/**
 * Tells what is written to the log while it is watched: every row that the filter lets through,
 * whatever the order in which servers commit them. A row is told again when it changes, and may
 * be told twice after a broken connection; its id says that it is the same. It begins
 * with a reset, or where `position` left off. When more comes than a reader could follow,
 * it says so with resets. Ends with the signal.
 */
export async function* watchUsage(
  reader: Pool,
  question: Omit<UsageQuestion, 'at'>,
  options: {
    clock: Clock;
    signal: AbortSignal;
    position?: string | undefined;
    pollMs?: number | undefined;
  },
): AsyncGenerator<UsageNews> {
  const { clock, signal, pollMs = POLL_MS } = options;
  const told = new Map<string, number>();
  let resumeFrom = toMoment(options.position, clock());
  let mustReset = resumeFrom === undefined;

  for (let looks = 0; !signal.aborted; looks += 1) {
    const at = clock();
    const isSweep = mustReset || resumeFrom !== undefined || looks % LOOKS_PER_SWEEP === 0;
    const since = new Date((resumeFrom ?? at).getTime() - (isSweep ? TRAIL_MS : SHORT_TRAIL_MS));
    try {
      const seen = await look(reader, { ...question, at }, { since, isSweep });
      const fresh = seen.rows.filter(({ id, refunded }) => told.get(id) !== refunded);
      const isReset = mustReset || seen.isCut || fresh.length > NEWS_ROWS_MAX;
      const ids = isReset ? [] : fresh.map(({ id }) => id);
      const rows = await readEntries(reader, { ...question, at }, ids);

      for (const { id, refunded } of fresh) told.set(id, refunded);
      if (isSweep) forget(told, since);
      // What a cut look has not seen would be told later, as new: it is followed by a reset.
      mustReset = seen.isCut;
      resumeFrom = undefined;
      const position = String(at.getTime());
      if (isReset) yield { kind: 'reset', rows, position };
      // Also without news, now and then, so that the position does not fall far behind.
      else if (rows.length > 0 || isSweep) yield { kind: 'rows', rows, position };
    } catch (error) {
      // The database comes back; until then there is no news, and then it has to be all of it.
      if (!isUnavailableError(error)) throw error;
      resumeFrom ??= at;
    }
    const pauseMs = mustReset ? pollMs * OVERRUN_FACTOR : pollMs;
    await setTimeout(pauseMs, undefined, { signal }).catch(() => {});
  }
}

type Seen = { rows: { id: string; refunded: number }[]; isCut: boolean };

/** The ids since a moment, with what could change about their rows. */
async function look(
  reader: Pool,
  { workspaceId, filter }: UsageQuestion,
  { since, isSweep }: { since: Date; isSweep: boolean },
): Promise<Seen> {
  const rowsMax = isSweep ? SWEEP_ROWS_MAX : LOOK_ROWS_MAX;
  const until = filter.to ? Prisma.sql`l.id < ${firstIdAt(filter.to)}::uuid` : Prisma.sql`true`;
  const from = filter.from && filter.from > since ? filter.from : since;
  const rows = await queryLog<{ id: string; refunded: number; isMatch: boolean; n: number }>(
    reader,
    Prisma.sql`
      SELECT l.id, l.credits_refunded AS refunded, (${allOf(conditionsOf(filter))}) AS "isMatch", l.n
      FROM (
        SELECT l.*, (row_number() OVER (ORDER BY l.id DESC))::integer AS n FROM usage_log l
        WHERE l.workspace_id = ${workspaceId}::uuid AND l.id >= ${firstIdAt(from)}::uuid AND ${until}
        ORDER BY l.id DESC LIMIT ${rowsMax + 1}::integer
      ) l
      WHERE (${allOf(conditionsOf(filter))}) OR l.n > ${rowsMax}::integer`,
  );
  return {
    rows: rows.filter(({ isMatch, n }) => isMatch && n <= rowsMax),
    isCut: rows.some(({ n }) => n > rowsMax),
  };
}

/** What lies behind every later look cannot come up again. */
function forget(told: Map<string, number>, since: Date): void {
  for (const id of told.keys()) if (momentOf(id) < since) told.delete(id);
}

/** Further back than this, reading the log afresh is cheaper than telling what was missed. */
const RESUME_MS_MAX = 60 * 60_000;

/** A position that is none, too old, or from the future, is as good as none. */
function toMoment(position: string | undefined, now: Date): Date | undefined {
  const ageMs = now.getTime() - Number(position);
  return ageMs >= 0 && ageMs <= RESUME_MS_MAX ? new Date(Number(position)) : undefined;
}
