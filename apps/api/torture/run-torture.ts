import { setTimeout as sleep } from 'node:timers/promises';
import { type EventName, EVENTS, repeat } from './chaos.ts';
import { runClient } from './clients.ts';
import type { Journal } from './journal.ts';
import { onStage, type StageOptions, type TortureReport } from './on-stage.ts';
import { createRandom } from './random.ts';
import { missingEvents } from './report.ts';

export type TortureOptions = StageOptions & {
  /** Longer where something that has to happen has not: up to three times as long. */
  seconds: number;
  seed: number;
  clients?: number;
  /** What happens meanwhile; everything when absent. */
  events?: readonly EventName[];
  /** How much more often than usual. */
  pace?: number;
};

const CLIENTS = 24;

/** Clients and events, until the time is up and everything that was begun has ended. */
export function runTorture(options: TortureOptions): Promise<TortureReport> {
  const { clients = CLIENTS, events = Object.keys(EVENTS) as EventName[], pace = 1 } = options;
  const random = createRandom(options.seed);
  return onStage(options, async (opened) => {
    const over = new AbortController();
    const stage = { ...opened, signal: over.signal };
    const isAll = options.events === undefined;
    void untilEnough(opened.journal, { seconds: options.seconds, isAll }).then(() => over.abort());
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
async function untilEnough(
  { counts }: Journal,
  { seconds, isAll }: { seconds: number; isAll: boolean },
): Promise<void> {
  const giveUpAt = performance.now() + SECONDS_FACTOR_MAX * seconds * 1_000;
  await sleep(seconds * 1_000);
  while (isAll && missingEvents({ counts }).length > 0 && performance.now() < giveUpAt) {
    await sleep(CHECK_MS);
  }
}
