/** A UTC day, as `2026-03-13`. */
export type Day = string;

export const DAY_MS = 86_400_000;
const DAY_CHARS = 10;

export function dayOf(at: Date): Day {
  return at.toISOString().slice(0, DAY_CHARS);
}

/** So many days up to that of `at`, ascending. */
export function daysUpTo(at: Date, days: number): Day[] {
  return Array.from({ length: days }, (_, index) =>
    dayOf(new Date(at.getTime() - (days - 1 - index) * DAY_MS)),
  );
}

/** The first instant of a day. */
export function startOf(day: Day): Date {
  return new Date(`${day}T00:00:00.000Z`);
}

/** A month's first day. */
export function monthOf(day: Day): Day {
  return `${day.slice(0, '2026-03-'.length)}01`;
}

/** 1 for the first of a month, and so on. */
export function dayOfMonth(day: Day): number {
  return Number(day.slice('2026-03-'.length));
}

/** A row of counts has this many days; some months leave the last ones empty. */
export const MONTH_DAYS_MAX = 31;
