import { formatRange } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';

export type Step = Outputs['usage']['summary']['step'];

export type AxisLabel = { index: number; text: string };

const LOCALE = 'en-GB';
const HOURS_PER_DAY = 24;
const MINUTES_PER_HOUR = 60;
const SECONDS_PER_MINUTE = 60;
const DAY_SECONDS = HOURS_PER_DAY * MINUTES_PER_HOUR * SECONDS_PER_MINUTE;

/** How far apart labels of times of day may stand, in seconds; the last is once a day. */
const STRIDES_SECONDS = [
  5,
  15,
  30,
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * SECONDS_PER_MINUTE),
  ...[1, 2, 3, 6, 12, HOURS_PER_DAY].map((hours) => hours * MINUTES_PER_HOUR * SECONDS_PER_MINUTE),
];

const format = (options: Intl.DateTimeFormatOptions) => {
  const known = new Intl.DateTimeFormat(LOCALE, options);
  return (moment: number) => known.format(moment);
};
const asTime = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const asSecond = format({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const asDay = format({ day: 'numeric', month: 'short' });
const asMonth = format({ month: 'short', year: 'numeric' });

/**
 * Labels below the beginnings of bars, at most so many, at round times and dates of the viewer's
 * zone. Midnight is told as the day that begins.
 */
export function axisLabels(starts: readonly number[], step: Step, labelsMax: number): AxisLabel[] {
  if (step.unit === 'day' || step.unit === 'month') {
    const stride = Math.ceil(starts.length / Math.max(labelsMax, 1));
    const text = step.unit === 'day' ? asDay : asMonth;
    return starts
      .map((start, index) => ({ index, text: text(start) }))
      .filter(({ index }) => index % stride === 0);
  }
  const clock = starts.map((start) => secondOfDay(new Date(start)));
  const at = (stride: number) =>
    [...starts.keys()].filter((index) => (clock[index] ?? 0) % stride === 0);
  const stride = STRIDES_SECONDS.find((seconds) => at(seconds).length <= labelsMax) ?? DAY_SECONDS;
  const days = at(stride);
  const skip = Math.ceil(days.length / Math.max(labelsMax, 1));
  return days
    .filter((_, position) => position % skip === 0)
    .map((index) => ({ index, text: textOf(starts[index] ?? 0, clock[index] ?? 0) }));
}

function textOf(start: number, second: number): string {
  if (second === 0) return asDay(start);
  return second % SECONDS_PER_MINUTE === 0 ? asTime(start) : asSecond(start);
}

function secondOfDay(at: Date): number {
  return (
    (at.getHours() * MINUTES_PER_HOUR + at.getMinutes()) * SECONDS_PER_MINUTE + at.getSeconds()
  );
}

const asDate = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

/** What one bar stands for, in full. */
export function bucketLabel({ from, to }: { from: number; to: number }, step: Step): string {
  const isDays = step.unit === 'day' || step.unit === 'month';
  if (!isDays) return formatRange(new Date(from).toISOString(), new Date(to).toISOString());
  // Its last day, not the midnight after it.
  return asDate.formatRange(from, Math.max(from, to - 1)).replaceAll('\u2009', ' ');
}
