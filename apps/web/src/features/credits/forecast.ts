import type { Outputs } from '../../lib/trpc.ts';

type Month = Pick<
  Outputs['credits']['balance'],
  'used' | 'allowance' | 'remaining' | 'periodStart' | 'periodEnd'
>;

export type Forecast =
  /** The credits end before the month does. */
  | { kind: 'ends'; at: Date }
  /** They last; so many will be used by the end of the month. */
  | { kind: 'lasts'; usedAtEnd: number };

const DAY_MS = 86_400_000;
const ELAPSED_DAYS_MIN = 2;
const USED_MIN = 5;

/**
 * Where the month is heading if it goes on as it began. Null where that would be guessing: a
 * month that is young, hardly used, or used up already.
 */
export function forecastOf(month: Month, now: Date): Forecast | null {
  const startMs = Date.parse(month.periodStart);
  const endMs = Date.parse(month.periodEnd);
  const elapsedMs = now.getTime() - startMs;
  if (elapsedMs < ELAPSED_DAYS_MIN * DAY_MS || now.getTime() >= endMs) return null;
  if (month.used < USED_MIN || month.remaining === 0) return null;

  const perMs = month.used / elapsedMs;
  const at = new Date(startMs + month.allowance / perMs);
  if (at.getTime() < endMs) return { kind: 'ends', at };
  return { kind: 'lasts', usedAtEnd: Math.round(perMs * (endMs - startMs)) };
}
