/** A fixed locale: an English page with dates such as 03/04 would leave the reader guessing. */
const LOCALE = 'en-GB';

const NUMBER = new Intl.NumberFormat(LOCALE);

export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

export function formatCredits(credits: number): string {
  return `${formatNumber(credits)} ${credits === 1 ? 'credit' : 'credits'}`;
}

/** `timeZone` is the viewer's own unless given. */
export function formatDate(iso: string, timeZone?: string): string {
  return dateFormat({ ...DATE, timeZone }).format(new Date(iso));
}

/** Without the year, for a day that is near. */
export function formatDay(iso: string, timeZone?: string): string {
  return dateFormat({ day: 'numeric', month: 'long', timeZone }).format(new Date(iso));
}

/** A calendar month of the credits, which are counted in UTC. */
export function formatMonth(iso: string): string {
  return dateFormat({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(iso));
}

export function formatDateTime(iso: string, timeZone?: string): string {
  return dateFormat({ ...DATE, hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(iso),
  );
}

export function formatSecond(iso: string, timeZone?: string): string {
  return dateFormat({ ...DATE, ...TIME, timeZone }).format(new Date(iso));
}

/** To the millisecond and with the zone's name: what a hover reveals. */
export function formatExact(iso: string, timeZone?: string): string {
  return dateFormat({
    ...DATE,
    ...TIME,
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(iso));
}

/** A line of the log: to the second, with the year only where it is not the current one. */
export function formatLogTime(iso: string, now: Date, timeZone?: string): string {
  const at = new Date(iso);
  const isThisYear = at.getFullYear() === now.getFullYear();
  const { year, ...dayAndMonth } = DATE;
  const date = isThisYear ? dayAndMonth : { ...dayAndMonth, year };
  return dateFormat({ ...date, ...TIME, timeZone }).format(at);
}

/** "12 Mar 2026, 14:00–15:30", or what is known of it where an end is open. */
export function formatRange(from?: string, to?: string, timeZone?: string): string {
  if (!from) return to ? `until ${formatDateTime(to, timeZone)}` : '';
  if (!to) return `from ${formatDateTime(from, timeZone)}`;
  const hasSeconds = [from, to].some((iso) => new Date(iso).getUTCSeconds() !== 0);
  const time = hasSeconds ? TIME : { hour: '2-digit', minute: '2-digit' };
  const text = dateFormat({ ...DATE, ...time, timeZone }).formatRange(new Date(from), new Date(to));
  return text.replaceAll('\u2009', ' ');
}

// In British English ten million would be "10m".
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** "12.3K": where a column is narrow. */
export function formatCompact(value: number): string {
  return COMPACT.format(value);
}

type DateOptions = { [Option in keyof Intl.DateTimeFormatOptions]: unknown };

const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times more than using it, and a page of the log uses one for every row. */
function dateFormat(options: DateOptions): Intl.DateTimeFormat {
  const id = JSON.stringify(options);
  const known = formats.get(id);
  if (known) return known;

  const format = new Intl.DateTimeFormat(LOCALE, {
    hourCycle: 'h23',
    ...options,
  } as Intl.DateTimeFormatOptions);
  formats.set(id, format);
  return format;
}
