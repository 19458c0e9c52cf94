import { setTimeout as sleep } from 'node:timers/promises';
import { countPages } from './books.ts';
import { type EventName, EVENTS, repeat } from './chaos.ts';
import { runClient } from './clients.ts';
import { onStage, type StageOptions, type TortureReport } from './on-stage.ts';
import { createRandom } from './random.ts';
import { REQUIRED_EVENTS } from './report.ts';
import { type Stage, untilDone } from './stage.ts';

export type TortureOptions = StageOptions & {
  seconds: number;
  /** What has to have happened by the end, and how often; else it goes on, up to `secondsMax`. */
  enough?: Readonly<Record<string, number>>;
  secondsMax?: number;
  seed: number;
  clients?: number;
  /** What happens meanwhile; everything when absent. */
  events?: readonly EventName[];
  /** How much more often than usual. */
  pace?: number;
};

const CLIENTS = 24;
const WORKERS = 2;

/** Clients and events, until the time is up and everything that was begun has ended. */
export function runTorture(options: TortureOptions): Promise<TortureReport> {
  const { clients = CLIENTS, events = Object.keys(EVENTS) as EventName[], pace = 1 } = options;
  const random = createRandom(options.seed);
  return onStage({ workers: WORKERS, ...options }, async (opened) => {
    const over = new AbortController();
    const stage = { ...opened, signal: over.signal };
    void untilEnough(opened, options).then(() => over.abort());
    await Promise.all([
      ...Array.from({ length: clients }, () => runClient(stage, random.fork(), stage.signal)),
      ...events.map((name) => {
        const { everyMs, happen } = EVENTS[name];
        return repeat({ everyMs: everyMs / pace, happen }, stage, random.fork());
      }),
    ]);
  });
}

const CHECK_MS = 250;
const SECONDS_FACTOR_MAX = 3;

/** On a slow machine less happens in the same time. */
async function untilEnough(stage: Omit<Stage, 'signal'>, options: TortureOptions): Promise<void> {
  const { seconds, secondsMax = SECONDS_FACTOR_MAX * seconds, enough } = options;
  const giveUpAt = performance.now() + secondsMax * 1_000;
  const isEnough = () => (enough ? hasHappened(stage, enough) : hasProvenSomething(stage));
  await sleep(seconds * 1_000);
  while (!(await isEnough()) && performance.now() < giveUpAt) await sleep(CHECK_MS);
}

function hasHappened(
  { journal: { counts } }: Pick<Stage, 'journal'>,
  enough: Readonly<Record<string, number>>,
): boolean {
  return Object.entries(enough).every(([kind, times]) => (counts.get(kind) ?? 0) >= times);
}

const EACH_ONCE = Object.fromEntries(REQUIRED_EVENTS.map((kind) => [kind, 1]));

async function hasProvenSomething(stage: Omit<Stage, 'signal'>): Promise<boolean> {
  if (!hasHappened(stage, EACH_ONCE)) return false;
  const pages = await untilDone(() => countPages(stage.database.pool));
  return Object.values(pages).every((count) => count > 0);
}
