import { nextMessage, startChild } from './child.ts';
import { CONTESTANTS, type Contestant, hasContacts, hasLog } from './contestant.ts';
import type { BenchCopy, BenchDatabase } from './bench-database.ts';
import type { LoadPlan, LoadReport } from './load.ts';
import { ITEMS_PER_REQUEST, type Operation } from './requests.ts';
import type { ServerReport } from './serve.ts';

/** One way to load a contestant. One connection = one request at a time, an idle server. */
export type Cell = { operation: Operation; connections: number; workspaces: number };

export type Measured = LoadReport & {
  peakBytes: number;
  /** CPU of the server's process for one answer; PostgreSQL and the load come on top. */
  cpuMicroseconds: number;
};

export type Timing = { warmUpMs: number; measureMs: number };

const MICROSECONDS_PER_SECOND = 1e6;

/**
 * Loads a contestant in a process of its own, on a database of its own, and checks that it
 * did what it said: right answers only, and a row in the log for each of them.
 */
export async function measure(
  database: BenchDatabase,
  contestant: Contestant,
  { cell, timing, profileDir }: { cell: Cell; timing: Timing; profileDir?: string | undefined },
): Promise<Measured> {
  await using copy = await database.copy();
  const contactsBefore = await copy.count('contact');
  const flags = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
  const server = startChild('serve.ts', [contestant, copy.url], flags);
  const { port } = await nextMessage<{ port: number }>(server);

  const load = startChild('load.ts', []);
  load.send({
    port,
    operation: cell.operation,
    connections: cell.connections,
    tenants: database.tenants.slice(0, cell.workspaces),
    ...timing,
  } satisfies LoadPlan);
  const report = await nextMessage<LoadReport>(load);

  const hasEnded = new Promise((resolve) => server.once('exit', resolve));
  server.send('stop');
  const { peakBytes, cpuSeconds } = await nextMessage<ServerReport>(server);
  await hasEnded;

  await assertHonest(contestant, { cell, report, copy, contactsBefore });
  const cpuMicroseconds = (cpuSeconds * MICROSECONDS_PER_SECOND) / report.answers;
  return { ...report, peakBytes, cpuMicroseconds };
}

/** A number counts only when everything was answered rightly and written down. */
async function assertHonest(
  contestant: Contestant,
  run: { cell: Cell; report: LoadReport; copy: BenchCopy; contactsBefore: number },
): Promise<void> {
  const { cell, report, copy, contactsBefore } = run;
  const name = CONTESTANTS[contestant];
  if (report.wrong > 0 || report.answers === 0) {
    throw new Error(`${name}: ${report.wrong} of ${report.answers} answers were wrong.`);
  }
  const rows = hasLog(contestant) ? await copy.count('usage_log') : report.answers;
  if (rows !== report.answers) {
    throw new Error(`${name}: ${report.answers} answers, ${rows} rows in the log.`);
  }
  if (cell.operation === 'get' || !hasContacts(contestant)) return;
  const created = (await copy.count('contact')) - contactsBefore;
  if (created !== report.answers * ITEMS_PER_REQUEST) {
    throw new Error(`${name}: ${report.answers} answers, ${created} contacts created.`);
  }
}
