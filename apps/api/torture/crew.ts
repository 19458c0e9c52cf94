import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from './children.ts';
import type { Random } from './random.ts';

/** The workers that make the pages, and somebody who starts another where one has ended. */
export type Crew = {
  /** SIGKILL for one of them; resolves when another has taken its place. */
  killOne(random: Random): Promise<void>;
  /** What workers said when they ended without having been told to. */
  crashes: readonly string[];
  close(): Promise<void>;
};

const RETRY_MS = 200;

type Worker = Child & { isDismissed: boolean };

/** Starts `count` workers on a database. */
export async function openCrew({
  count,
  databaseUrl,
}: {
  count: number;
  databaseUrl: string;
}): Promise<Crew> {
  const crashes: string[] = [];

  async function hire(): Promise<Worker> {
    const worker = { ...(await startWorker(databaseUrl)), isDismissed: false };
    void noticeCrash(worker);
    return worker;
  }

  async function noticeCrash(worker: Worker): Promise<void> {
    const reason = await worker.ended;
    if (!worker.isDismissed) crashes.push(`A worker ${reason}`);
  }

  async function dismiss(worker: Worker, signal: NodeJS.Signals): Promise<void> {
    worker.isDismissed = true;
    worker.process.kill(signal);
    await worker.ended;
  }

  const workers = await Promise.all(Array.from({ length: count }, hire));
  return {
    async killOne(random) {
      const worker = random.pick(workers);
      await dismiss(worker, 'SIGKILL');
      workers[workers.indexOf(worker)] = await hire();
    },
    crashes,
    close: async () => void (await Promise.all(workers.map((one) => dismiss(one, 'SIGTERM')))),
  };
}

/** Until one works: a worker that finds no database ends, and is started again. */
async function startWorker(databaseUrl: string): Promise<Child> {
  for (;;) {
    const child = startChild('worker.ts', databaseUrl);
    const works = new Promise<true>((resolve) =>
      child.process.once('message', () => resolve(true)),
    );
    if (await Promise.race([works, child.ended.then(() => false)])) return child;
    await sleep(RETRY_MS);
  }
}
