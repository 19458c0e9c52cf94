import { type Contestant, loadContestant } from './contestant.ts';

// One contestant as a process of its own: listens, and tells its port; on `stop` tells what it
// took, and ends.

export type ServerReport = { peakBytes: number; cpuSeconds: number };

const [contestant = 'bare', databaseUrl = ''] = process.argv.slice(2);
const open = await loadContestant(contestant as Contestant);
const { port, close } = await open(databaseUrl);
const started = process.cpuUsage();
process.send?.({ port });

const BYTES_PER_KIB = 1_024;
const MICROSECONDS_PER_SECOND = 1e6;

process.once('message', () => void report());

async function report(): Promise<void> {
  const { user, system } = process.cpuUsage(started);
  const taken: ServerReport = {
    peakBytes: process.resourceUsage().maxRSS * BYTES_PER_KIB,
    cpuSeconds: (user + system) / MICROSECONDS_PER_SECOND,
  };
  await close();
  process.send?.(taken, () => process.exit(0));
}
