import { type EventName, EVENTS, repeat } from './chaos.ts';
import { runClient } from './clients.ts';
import { onStage, type StageOptions, type TortureReport } from './on-stage.ts';
import { createRandom } from './random.ts';

export type TortureOptions = StageOptions & {
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
    const stage = { ...opened, signal: AbortSignal.timeout(options.seconds * 1_000) };
    await Promise.all([
      ...Array.from({ length: clients }, () => runClient(stage, random.fork(), stage.signal)),
      ...events.map((name) => {
        const { everyMs, happen } = EVENTS[name];
        return repeat({ everyMs: everyMs / pace, happen }, stage, random.fork());
      }),
    ]);
  });
}
