const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type BucketUnit = 'second' | 'minute' | 'hour' | 'day' | 'month';

/** How wide the bars of a chart are: so many units each. */
export type BucketStep = { unit: BucketUnit; count: number };

/** The narrowest step that leaves a range readable, for ranges up to a length. */
const STEPS: { upToMs: number; step: BucketStep }[] = [
  { upToMs: 5 * MINUTE_MS, step: { unit: 'second', count: 5 } },
  { upToMs: 20 * MINUTE_MS, step: { unit: 'second', count: 15 } },
  { upToMs: 90 * MINUTE_MS, step: { unit: 'minute', count: 1 } },
  { upToMs: 8 * HOUR_MS, step: { unit: 'minute', count: 5 } },
  { upToMs: 14 * HOUR_MS, step: { unit: 'minute', count: 15 } },
  { upToMs: 72 * HOUR_MS, step: { unit: 'hour', count: 1 } },
  { upToMs: 10 * DAY_MS, step: { unit: 'hour', count: 3 } },
  { upToMs: 125 * DAY_MS, step: { unit: 'day', count: 1 } },
  { upToMs: 800 * DAY_MS, step: { unit: 'day', count: 7 } },
];

const LONGEST_STEP: BucketStep = { unit: 'month', count: 1 };

/** The step for a range, so that a chart has bars enough to show a shape and not too many to read. */
export function bucketStep({ from, to }: { from: Date; to: Date }): BucketStep {
  const lengthMs = to.getTime() - from.getTime();
  return STEPS.find(({ upToMs }) => lengthMs <= upToMs)?.step ?? LONGEST_STEP;
}

/**
 * Where the buckets of a range begin, and where the last one ends. The inner edges lie on whole
 * steps as the clock and the calendar of the zone show them; the outer ones are the range's own.
 */
export function bucketEdges(
  { from, to }: { from: Date; to: Date },
  step: BucketStep,
  timeZone: string,
): Date[] {
  const edges = [from];
  for (
    let edge = nextEdge(from, step, timeZone);
    edge < to;
    edge = nextEdge(edge, step, timeZone)
  ) {
    edges.push(edge);
  }
  return [...edges, to];
}

const STEP_MS = { second: SECOND_MS, minute: MINUTE_MS, hour: HOUR_MS } as const;

/** The first whole step after a moment. */
function nextEdge(after: Date, { unit, count }: BucketStep, timeZone: string): Date {
  if (unit === 'day' || unit === 'month') return nextDateEdge(after, { unit, count }, timeZone);
  const stepMs = STEP_MS[unit] * count;
  const offsetMs = offsetAt(after, timeZone);
  const local = after.getTime() + offsetMs;
  return new Date((Math.floor(local / stepMs) + 1) * stepMs - offsetMs);
}

/** Weeks begin on a Monday, as the first day of the count does. */
const MONDAY_MS = Date.UTC(1970, 0, 5);

function nextDateEdge(after: Date, { unit, count }: BucketStep, timeZone: string): Date {
  const local = new Date(after.getTime() + offsetAt(after, timeZone));
  if (unit === 'month') {
    return startOfDay(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + count, 1), timeZone);
  }
  const stepMs = count * DAY_MS;
  const steps = Math.floor((local.getTime() - MONDAY_MS) / stepMs);
  return startOfDay(MONDAY_MS + (steps + 1) * stepMs, timeZone);
}

/** The instant at which a local date begins; where clocks skip midnight, the first one after it. */
function startOfDay(localMidnightMs: number, timeZone: string): Date {
  const guess = localMidnightMs - offsetAt(new Date(localMidnightMs), timeZone);
  const offsetMs = offsetAt(new Date(guess), timeZone);
  const start = localMidnightMs - offsetMs;
  // Clocks went forward over midnight: before that instant it was still the day before.
  const isSkipped = offsetAt(new Date(start), timeZone) !== offsetMs;
  return new Date(isSkipped ? Math.max(guess, start) : start);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clock is ahead of UTC at a moment. */
function offsetAt(at: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const { year, month, day, hour, minute, second } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return local - Math.floor(at.getTime() / SECOND_MS) * SECOND_MS;
}

/** Throws a RangeError for a zone that does not exist. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

export function isTimeZone(value: string): boolean {
  try {
    formatOf(value);
    return true;
  } catch {
    return false;
  }
}
