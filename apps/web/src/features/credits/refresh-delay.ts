const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * How long a balance may stand on the page before it is asked for again: an hour at most (a
 * browser's timers do not reach a month), and right after the turn of the month.
 */
export function refreshDelayMs(periodEnd: string, now: Date): number {
  const untilEndMs = Date.parse(periodEnd) - now.getTime();
  return Math.min(HOUR_MS, Math.max(0, untilEndMs) + SECOND_MS);
}
