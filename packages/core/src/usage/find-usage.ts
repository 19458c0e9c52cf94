import type { LogConnection } from './query-log.ts';
import { idRangeOf, type IdRange, type UsageQuestion } from './usage-filter.ts';
import { type Direction, type Leg, type Step, type Walk, walkOn, walksFor } from './usage-walks.ts';

/**
 * Ids of rows that match, in the order of the walk. `stoppedAt` is where to go on, exclusive;
 * null means that there is no more. A page that stopped early is short, or even empty,
 * although there may be more.
 */
export type Found = { ids: string[]; stoppedAt: string | null };

export type Stretch = {
  direction: Direction;
  /** Exclusive; absent = from the end. */
  cursor?: string | undefined;
  limit: number;
};

/** Rows that the first look along each way passes at most; every further one passes twice as many. */
const FIRST_ROWS = 500;
/** So many rows are passed in an index alone in the time of one that has to be fetched. */
const COVERED_ROWS_PER_ROW = 8;
/** When a look has ended after this time, there is no further one. */
const WALK_MS_MAX = 8;

/**
 * Finds a page of rows in a time that does not depend on the length of the log. Every way to
 * what is asked for is tried a little; the one that gets furthest is followed on until the
 * page is full, the log ends, or it has taken long enough.
 */
export async function findUsage(
  log: LogConnection,
  question: UsageQuestion,
  stretch: Stretch,
): Promise<Found> {
  const startedAt = performance.now();
  const { direction } = stretch;
  const limit = stretch.limit + 1;
  const range = rangeAfter(idRangeOf(question), stretch);
  const leg = { workspaceId: question.workspaceId, direction, range, limit };

  let progress = await tryWalks(log, question, leg);
  for (let rows = FIRST_ROWS * 2; !isDone(progress, limit); rows *= 2) {
    if (performance.now() - startedAt > WALK_MS_MAX) break;
    const { walk, ids, end: cursor } = progress;
    const steps = await walkOn(log, {
      ...leg,
      walk,
      range: rangeAfter(range, { direction, cursor }),
      rows: rowsFor(walk, rows),
      limit: limit - ids.length,
    });
    progress = { walk, ids: [...ids, ...matchesOf(steps)], end: endOf(steps) };
  }
  return toFound(progress, stretch.limit);
}

/** A first leg along every way; the answer is the one that got furthest. */
export async function tryWalks(
  log: LogConnection,
  question: UsageQuestion,
  leg: Omit<Leg, 'walk' | 'rows'>,
): Promise<Progress> {
  let best: Progress | undefined;
  for (const walk of await walksFor(log, question)) {
    const rows = Object.keys(walk.rest).length > 0 ? rowsFor(walk, FIRST_ROWS) : leg.limit;
    const steps = await walkOn(log, { ...leg, walk, rows });
    const progress = { walk, ids: matchesOf(steps), end: endOf(steps) };
    if (!best || isFurther(progress, best, leg.direction)) best = progress;
    if (isDone(best, leg.limit)) break;
  }
  if (!best) throw new Error('There is no way through the log.');
  return best;
}

function rowsFor({ isCovered }: Walk, rows: number): number {
  return isCovered ? rows * COVERED_ROWS_PER_ROW : rows;
}

/** How far one way has led: `end` is where its rows were used up, absent where the log ended. */
export type Progress = { walk: Walk; ids: string[]; end: string | undefined };

function isDone({ ids, end }: Progress, limit: number): boolean {
  return ids.length >= limit || end === undefined;
}

function isFurther(progress: Progress, other: Progress, direction: Direction): boolean {
  if (progress.end === undefined || other.end === undefined) return progress.end === undefined;
  return direction === 'older' ? progress.end < other.end : progress.end > other.end;
}

function matchesOf(steps: Step[]): string[] {
  return steps.filter(({ isMatch }) => isMatch).map(({ id }) => id);
}

function endOf(steps: Step[]): string | undefined {
  return steps.find(({ isEnd }) => isEnd)?.id;
}

function toFound({ ids, end }: Progress, limit: number): Found {
  if (ids.length > limit) return { ids: ids.slice(0, limit), stoppedAt: ids[limit - 1]! };
  return { ids, stoppedAt: end ?? null };
}

/** What lies behind the cursor, in the direction of the walk. */
export function rangeAfter(
  { from, to }: IdRange,
  { direction, cursor }: Pick<Stretch, 'direction' | 'cursor'>,
): IdRange {
  if (cursor === undefined) return { from, to };
  if (direction === 'older') return { from, to: cursor < to ? cursor : to };
  const next = successorOf(cursor);
  return { from: next > from ? next : from, to };
}

/** The smallest id above this one. */
function successorOf(id: string): string {
  const hex = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
