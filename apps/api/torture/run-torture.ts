import { setTimeout as sleep } from 'node:timers/promises';
import { type EventName, EVENTS, repeat } from './chaos.ts';
import { runClient } from './clients.ts';
import type { Journal } from './journal.ts';
import { onStage, type StageOptions, type TortureReport } from './on-stage.ts';
import { createRandom } from './random.ts';
import { REQUIRED_EVENTS } from './report.ts';

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
    void untilEnough(opened.journal, options).then(() => over.abort());
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
async function untilEnough({ counts }: Journal, options: TortureOptions): Promise<void> {
  const { seconds, secondsMax = SECONDS_FACTOR_MAX * seconds } = options;
  const enough = Object.entries(options.enough ?? EACH_ONCE);
  const giveUpAt = performance.now() + secondsMax * 1_000;
  const isEnough = () => enough.every(([kind, times]) => (counts.get(kind) ?? 0) >= times);
  await sleep(seconds * 1_000);
  while (!isEnough() && performance.now() < giveUpAt) await sleep(CHECK_MS);
}

const EACH_ONCE = Object.fromEntries(REQUIRED_EVENTS.map((kind) => [kind, 1]));
