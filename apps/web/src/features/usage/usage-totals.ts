import type { Outputs } from '../../lib/trpc.ts';

type Summary = Outputs['usage']['summary'];

/** Requests by class of status, from success to server errors. */
export const CLASSES = [
  { name: 'Success', statuses: '2xx', tone: 'success' },
  { name: 'Redirect', statuses: '3xx', tone: 'info' },
  { name: 'Client errors', statuses: '4xx', tone: 'warning' },
  { name: 'Server errors', statuses: '5xx', tone: 'danger' },
] as const;

const CLASS_SIZE = 100;
const SUCCESS = 2;

export type Bucket = {
  /** Milliseconds since 1970. */
  from: number;
  to: number;
  /** One number for each of `CLASSES`. */
  requests: number[];
  total: number;
  /** Charged less refunded. */
  credits: number;
};

/** The summary as the chart draws it: every bucket is there, also where nothing happened. */
export function bucketsOf({ edges, sums }: Pick<Summary, 'edges' | 'sums'>): Bucket[] {
  const moments = edges.map((edge) => Date.parse(edge));
  const buckets = moments.slice(0, -1).map((from, index) => ({
    from,
    to: moments[index + 1] ?? from,
    requests: CLASSES.map(() => 0),
    total: 0,
    credits: 0,
  }));
  for (const sum of sums) {
    const bucket = buckets[sum.bucket];
    if (!bucket) continue;
    const index = Math.floor(sum.status / CLASS_SIZE) - SUCCESS;
    const inClass = Math.min(Math.max(index, 0), CLASSES.length - 1);
    bucket.requests[inClass] = (bucket.requests[inClass] ?? 0) + sum.requests;
    bucket.total += sum.requests;
    bucket.credits += sum.creditsCharged - sum.creditsRefunded;
  }
  return buckets;
}

export type UsageTotals = {
  requests: number;
  /** Answered with 4xx and 5xx. */
  failed: number;
  creditsCharged: number;
  creditsRefunded: number;
  /** Null where there is nothing to take it of. */
  averageMs: number | null;
};

const FIRST_FAILURE = 400;

export function totalsOf({ sums }: Pick<Summary, 'sums'>): UsageTotals {
  const totals = { requests: 0, failed: 0, creditsCharged: 0, creditsRefunded: 0 };
  let durationMs = 0;
  for (const sum of sums) {
    totals.requests += sum.requests;
    if (sum.status >= FIRST_FAILURE) totals.failed += sum.requests;
    totals.creditsCharged += sum.creditsCharged;
    totals.creditsRefunded += sum.creditsRefunded;
    durationMs += sum.durationMs;
  }
  const averageMs = totals.requests > 0 ? durationMs / totals.requests : null;
  return { ...totals, averageMs };
}

/** "3.2 %", "<0.1 %", and 0 % for nothing at all: a failure is never rounded away. */
export function percentText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return '<0.1 %';
  if (part < whole && percent > 99.9) return '>99.9 %';
  return `${percent.toFixed(percent < 10 ? 1 : 0).replace(/\.0$/, '')} %`;
}
