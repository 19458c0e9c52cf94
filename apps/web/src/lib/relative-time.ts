const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

// Each unit is used until the next one would round to 1.
const UNITS = [
  { unit: 'minute', ms: MINUTE_MS, below: HOUR_MS },
  { unit: 'hour', ms: HOUR_MS, below: DAY_MS },
  { unit: 'day', ms: DAY_MS, below: 30 * DAY_MS },
  { unit: 'month', ms: 30 * DAY_MS, below: 365 * DAY_MS },
  { unit: 'year', ms: 365 * DAY_MS, below: Infinity },
] as const;

const FORMAT = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });

/** "3 minutes ago", "in 2 days", "just now"; never rounds up, so that "1 day ago" is a whole day. */
export function relativeTime(iso: string, now: Date): string {
  const distanceMs = new Date(iso).getTime() - now.getTime();
  const size = Math.abs(distanceMs);
  // The two clocks may differ by seconds: what has just happened is never told as future.
  if (size < MINUTE_MS) return 'just now';

  const { unit, ms } = UNITS.find(({ below }) => size < below) ?? UNITS[UNITS.length - 1]!;
  return FORMAT.format(Math.trunc(distanceMs / ms), unit);
}
