import { PAGE_ENDS } from './books.ts';
import type { TortureReport } from './on-stage.ts';

/** Kinds of events without which a run has proven nothing, as they are counted meanwhile … */
export const REQUIRED_EVENTS = [
  'answered 200',
  'answered 201',
  'answered 202',
  'answered 400',
  'answered 401',
  'answered 403',
  'answered 404',
  'answered 405',
  'answered 409',
  'answered 429',
  'answered 500',
  'answered 503',
  'answers replayed',
  'requests sent again with their Idempotency-Key',
  'closed without an answer',
  'connections refused',
  'keys made',
  'keys deleted',
  'keys rotated',
  'deleted keys whose writes were counted',
  'requests sent with a deleted key',
  'plans set to free at once',
  'plans set to pro at once',
  'plans set to max at once',
  'plans lowered from the next month',
  'months turned',
  'refunds given',
  'refunds asked for again',
  'servers killed',
  'servers stopped',
  'workers killed',
  'jobs run again',
  'PostgreSQL killed',
  'PostgreSQL paused',
] as const;
/** … and afterwards. */
const REQUIRED_RESULTS = ['charges', ...PAGE_ENDS] as const;

export function missingKinds({ counts }: Pick<TortureReport, 'counts'>): string[] {
  const required = [...REQUIRED_EVENTS, ...REQUIRED_RESULTS];
  return required.filter((kind) => (counts.get(kind) ?? 0) === 0);
}

const SHOWN_MAX = 5;
const BYTES_PER_MB = 1_000_000;

/** The counts of every kind of event, and what was found, for people. */
export function formatReport(report: TortureReport): string {
  const counts = [...report.counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${String(count).padStart(8)}  ${kind}`);
  const violations = report.violations.flatMap(({ check, found }) => [
    `VIOLATED (${found.length}): ${check}`,
    ...found.slice(0, SHOWN_MAX).map((one) => `    ${one}`),
  ]);
  const missing = missingKinds(report).map((kind) => `DID NOT HAPPEN: ${kind}`);
  return [
    ...counts,
    `${Math.round(report.rssBytesMax / BYTES_PER_MB)} MB at most in a server process`,
    `${Math.round(report.answerMsMax)} ms at most for an answer`,
    ...violations,
    ...missing,
    `${report.violations.length} checks violated`,
  ].join('\n');
}
