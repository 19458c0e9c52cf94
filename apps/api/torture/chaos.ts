import { setTimeout as sleep } from 'node:timers/promises';
import { changePlan, periodEnd, refund } from '@tented/core';
import { createJobQueue, inTransaction, type Plan } from '@tented/db';
import { isNote } from './clients.ts';
import { KILL_TARGETS } from './cluster.ts';
import type { Fleet, Server } from './fleet.ts';
import { isAnswered } from './journal.ts';
import { deleteSomeKey, makeSomeKey, rotateSomeKey } from './key-chaos.ts';
import type { Random } from './random.ts';
import { type Stage, untilDone } from './stage.ts';
import type { Workspace } from './world.ts';

type Happening = (stage: Stage, random: Random) => Promise<void>;

/** Something that happens again and again, on average every so many milliseconds. */
export type Event = { everyMs: number; happen: Happening };

export const EVENTS = {
  'delete a key': { everyMs: 450, happen: deleteSomeKey },
  'make a key': { everyMs: 400, happen: makeSomeKey },
  'rotate a key': { everyMs: 1_200, happen: rotateSomeKey },
  'change a plan': { everyMs: 1_500, happen: changeSomePlan },
  'turn the month': { everyMs: 5_500, happen: turnMonth },
  'refund a charge': { everyMs: 120, happen: refundSomeCharge },
  'kill a server': { everyMs: 4_000, happen: killServer },
  'kill a worker': { everyMs: 4_000, happen: killWorker },
  'run jobs again': { everyMs: 1_000, happen: runJobsAgain },
  'stop a server': { everyMs: 9_000, happen: stopServer },
  'kill PostgreSQL': { everyMs: 11_000, happen: killPostgres },
  'pause PostgreSQL': { everyMs: 22_000, happen: pausePostgres },
} as const satisfies Record<string, Event>;
export type EventName = keyof typeof EVENTS;

/** Lets an event happen at random moments, the first one early, until the signal. */
export async function repeat(
  { everyMs, happen }: Event,
  stage: Stage,
  random: Random,
): Promise<void> {
  const wait = (ms: number) => sleep(ms, undefined, { signal: stage.signal }).catch(() => {});
  await wait(everyMs * random.next());
  while (!stage.signal.aborted) {
    await happen(stage, random);
    await wait(everyMs * (0.5 + random.next()));
  }
}

/** What a workspace goes through, round and round: up, down later, down at once, Free. */
const PLAN_STEPS: readonly { plan: Plan; isForced: boolean }[] = [
  { plan: 'max', isForced: false },
  { plan: 'pro', isForced: false },
  { plan: 'max', isForced: false },
  { plan: 'pro', isForced: true },
  { plan: 'free', isForced: true },
  { plan: 'pro', isForced: false },
];
const FREE_MS = { min: 200, max: 800 };

/** The next step of some workspace; one on Free, whose traffic is all refused, comes back soon. */
async function changeSomePlan(stage: Stage, random: Random): Promise<void> {
  const workspace = random.pick(stage.world.workspaces.filter(({ isSteady }) => !isSteady));
  const step = await takePlanStep(stage, workspace);
  if (step?.plan !== 'free') return;
  await sleep(random.integer(FREE_MS.min, FREE_MS.max));
  await takePlanStep(stage, workspace);
}

async function takePlanStep(stage: Stage, workspace: Workspace) {
  const step = PLAN_STEPS[workspace.planChanges.length % PLAN_STEPS.length];
  if (step) await setPlan(stage, workspace, step);
  return step;
}

async function setPlan(
  { database, fleet, journal, world }: Stage,
  workspace: Workspace,
  { plan, isForced }: { plan: Plan; isForced: boolean },
): Promise<void> {
  const beganAt = fleet.clock();
  const free = workspace.freeSpans.at(-1);
  if (free) free.until ??= performance.now();
  const actor = { userId: world.userId, at: beganAt };
  const input = { workspaceId: workspace.id, plan, isForced };
  const { from } = await untilDone(() => changePlan(database.db, actor, input));
  workspace.planChanges.push({ plan, from, beganAt, returnedAt: fleet.clock() });
  if (plan === 'free') workspace.freeSpans.push({ from: performance.now() });
  const isLater = from > beganAt;
  journal.count(isLater ? 'plans lowered from the next month' : `plans set to ${plan} at once`);
}

const BEFORE_TURN_MS = 300;

/** To just before the month's end, on every server: the turn itself comes by the clock. */
async function turnMonth({ fleet, journal, world }: Stage): Promise<void> {
  const end = periodEnd(fleet.clock());
  world.turnedAt.push(performance.now());
  await fleet.setClock(new Date(end.getTime() - BEFORE_TURN_MS));
  await sleep(2 * BEFORE_TURN_MS);
  journal.count('months turned');
}

/** Of a charge that a client was told of; now and then by two at the same time. */
async function refundSomeCharge(
  { database, fleet, journal }: Stage,
  random: Random,
): Promise<void> {
  const recent = journal.entries.slice(-500).filter(isAnswered);
  const charged = recent.filter(({ operation, outcome }) => {
    return isNote(operation) && outcome.status < 300;
  });
  if (charged.length === 0) return;
  const { key, outcome } = random.pick(charged);
  const workspaceId = key?.workspace.id ?? '';
  const tries = Array.from({ length: random.integer(1, 3) }, async () => {
    const { rows } = await database.pool.query<{ id: string }>(
      `SELECT id FROM credit_entry WHERE workspace_id = $1 AND request_id = $2 AND kind = 'charge'`,
      [workspaceId, outcome.id],
    );
    const refunding = { workspaceId, chargeId: rows[0]?.id ?? '', at: fleet.clock() };
    return inTransaction(database.pool, (tx) => refund(tx, refunding));
  });
  const results = await Promise.allSettled(tries);
  const given = results.filter(({ status, ...rest }) => {
    return status === 'fulfilled' && 'value' in rest && rest.value;
  });
  journal.count('refunds given', given.length);
  journal.count('refunds asked for again', results.length - given.length);
}

const DOWN_MS_MAX = 700;

async function killServer({ fleet, journal }: Stage, random: Random): Promise<void> {
  const server = takeServer(fleet, random);
  if (!server) return;
  await fleet.kill(server);
  journal.count('servers killed');
  await sleep(random.integer(0, DOWN_MS_MAX));
  await fleet.start(server);
  server.isTaken = false;
}

async function stopServer({ fleet, journal }: Stage, random: Random): Promise<void> {
  const server = takeServer(fleet, random);
  if (!server) return;
  const code = await fleet.stop(server);
  journal.count(code === 0 ? 'servers stopped' : 'servers that did not stop in time');
  await fleet.start(server);
  server.isTaken = false;
}

/** One that no other event is about to end or start. */
function takeServer({ servers }: Fleet, random: Random): Server | undefined {
  const free = servers.filter(({ isTaken }) => !isTaken);
  if (free.length === 0) return undefined;
  const server = random.pick(free);
  server.isTaken = true;
  return server;
}

async function killWorker({ crew, journal }: Stage, random: Random): Promise<void> {
  await crew.killOne(random);
  journal.count('workers killed');
}

/** Of every page that is being made: what is run at least once may be run twice. */
async function runJobsAgain({ database: { pool, url }, journal }: Stage): Promise<void> {
  const jobs = createJobQueue({ pool, url });
  const queued = await untilDone(() =>
    inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ workspaceId: string; tentId: string }>(`
        SELECT workspace_id AS "workspaceId", tent_id AS "tentId"
        FROM generation WHERE status = 'generating'`);
      for (const data of rows) await jobs.enqueue(tx, 'tent.generate', { data });
      return rows.length;
    }),
  );
  journal.count('jobs run again', queued);
}

async function killPostgres({ cluster, journal }: Stage, random: Random): Promise<void> {
  const target = random.pick(KILL_TARGETS);
  await cluster.kill(target);
  journal.count('PostgreSQL killed');
  await cluster.ready();
}

const PAUSE_MS = { min: 1_000, max: 9_000 };

async function pausePostgres({ cluster, journal }: Stage, random: Random): Promise<void> {
  await cluster.pause();
  await sleep(random.integer(PAUSE_MS.min, PAUSE_MS.max));
  cluster.resume();
  journal.count('PostgreSQL paused');
  await cluster.ready();
}
