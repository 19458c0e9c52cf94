export const RANGE_PRESETS = ['1h', '24h', '7d', '30d', '90d', 'month'] as const;

export type RangePreset = (typeof RANGE_PRESETS)[number];

/** Two instants in UTC as ISO strings; `from` is inclusive, `to` exclusive, each open when absent. */
export type DateRange = { from?: string; to?: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Presets reach from a moment up to now and stay open at the end, so that new requests appear.
 * They start on a whole minute: asking twice within it is the same question, answered from memory.
 */
export function presetRange(preset: RangePreset, now: Date): DateRange {
  return { from: presetStart(preset, now).toISOString() };
}

function presetStart(preset: RangePreset, now: Date): Date {
  switch (preset) {
    case '1h':
      return minuteOf(now.getTime() - HOUR_MS);
    case '24h':
      return minuteOf(now.getTime() - DAY_MS);
    case '7d':
      return minuteOf(now.getTime() - 7 * DAY_MS);
    case '30d':
      return minuteOf(now.getTime() - 30 * DAY_MS);
    case '90d':
      return minuteOf(now.getTime() - 90 * DAY_MS);
    case 'month':
      // The viewer's month, unlike the credits' one, which is UTC.
      return new Date(now.getFullYear(), now.getMonth(), 1);
  }
}

function minuteOf(ms: number): Date {
  return new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS);
}

/** The date picker speaks of "2026-03-01 14:00:00" in the viewer's zone, the server of instants. */
export function instantOf(pickerValue: string | null): string | undefined {
  if (!pickerValue) return undefined;
  const at = new Date(pickerValue.replace(' ', 'T'));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

export function pickerValueOf(iso: string | undefined): string | null {
  if (!iso) return null;
  const at = new Date(iso);
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()];
  return `${date.map(twoDigits).join('-')} ${time.map(twoDigits).join(':')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
