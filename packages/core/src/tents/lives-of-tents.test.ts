import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getBulkJob } from '../bulk-jobs/read-bulk-jobs.ts';
import { AppError } from '../errors.ts';
import { makeTenant, type TestTenant } from '../testing.ts';
import { openTentWorld, type TentWorld, whitePages } from '../testing-tents.ts';
import { claimGeneration, GENERATION_LIMITS, type TentKey } from './claim-generation.ts';
import { revertTent } from './revert-tent.ts';
import { GenerationRefused, type TentGenerator } from './tent-generator.ts';
import { brokenPromisesOf, watchDeletions } from './tent-invariants.ts';

let world: TentWorld;
let offsetMs = 0;
const now = () => new Date(Date.now() + offsetMs);

beforeAll(async () => {
  world = await openTentWorld({ clock: now });
  await watchDeletions(world.pool);
});
afterAll(() => world[Symbol.asyncDispose]());

const CREDITS = 25;
const alias = fc.option(fc.constantFrom('a', 'b', '/'), { nil: undefined });
const publishing = fc.oneof(
  fc.record({ autoPublish: fc.constant(false) }),
  fc.record({ autoPublish: fc.constant(true), requestedAlias: alias }),
);
/** Picks one of however many there are at that moment. */
const pick = fc.nat(3);
const outcome = fc.constantFrom('complete', 'complete', 'complete', 'fail', 'refuse', 'crash');

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('create'), wish: publishing }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit'), pick, wish: publishing }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('bulk'),
      aliases: fc.array(alias, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('publish'),
      pick,
      alias: fc.oneof(alias, fc.constant(null)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unpublish'), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revert'), pick }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('work'), pick, outcome }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('oversleep'), pick, outcome }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('begin'), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end'), pick, outcome }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('storm'),
      of: fc.constantFrom('edit', 'publish', 'delete', 'work'),
      pick,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      ms: fc.constantFrom(1_000, GENERATION_LIMITS.leaseMs, GENERATION_LIMITS.generationMs),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A worker in the middle of a page: how it goes on is decided later. */
type Held = { end(outcome: string): void; settled: Promise<void> };
type Run = { tenant: TestTenant; held: Held[]; bulkJobIds: string[] };

const generatorOf = (how: string): TentGenerator => ({
  generate: async (...asked) => {
    if (how === 'fail') throw new Error('Broken.');
    if (how === 'refuse') throw new GenerationRefused('No.');
    return whitePages.generate(...asked);
  },
});

/** Tents of the workspace, oldest first; undefined where there is none. */
async function pickTent({ tenant }: Run, at: number): Promise<string | undefined> {
  const { workspaceId } = tenant;
  const tents = await world.db.tent.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
  return tents[at % Math.max(1, tents.length)]?.id;
}

type Job = { id: string; data: TentKey };

/** One of the jobs whose time has come; nobody is kept from running it at the same time. */
async function pickJob({ tenant }: Run, at: number): Promise<Job | undefined> {
  const { rows } = await world.pool.query<Job>(
    `SELECT id, data FROM pgboss.job
     WHERE name = 'tent.generate' AND data->>'workspaceId' = $1 AND start_after <= $2 ORDER BY id`,
    [tenant.workspaceId, now()],
  );
  return rows[at % Math.max(1, rows.length)];
}

/** A job is done when its handler has returned; one whose worker dies stays. */
async function runJob(run: Run, job: Job, generator: TentGenerator): Promise<void> {
  await world.generate(run.tenant, job.data.tentId, { generator });
  await world.pool.query('DELETE FROM pgboss.job WHERE id = $1', [job.id]);
}

async function begin(run: Run, job: Job): Promise<Held> {
  let end: (how: string) => void = () => {};
  const decided = new Promise<string>((resolve) => (end = resolve));
  let hasBegun: () => void = () => {};
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  const settled = runJob(run, job, {
    generate: async (...asked) => {
      hasBegun();
      return generatorOf(await decided).generate(...asked);
    },
  });
  await Promise.race([begun, settled]);
  return { end, settled };
}

const STEPS: Record<string, (run: Run, step: any) => Promise<unknown>> = {
  create: ({ tenant }, { wish }) => world.create(tenant, wish),
  bulk: async (run, { aliases }) => {
    const items = aliases.map((custom_page_alias: string | undefined) => ({
      input_data: {},
      custom_page_alias,
    }));
    run.bulkJobIds.push((await world.bulk(run.tenant, items, true)).id);
  },
  edit: ({ tenant }, { tentId, wish }) => world.edit(tenant, tentId, wish),
  publish: ({ tenant }, step) => world.publish(tenant, step.tentId, step.alias),
  unpublish: ({ tenant }, { tentId }) => world.unpublish(tenant, tentId),
  delete: ({ tenant }, { tentId }) => world.delete(tenant, tentId),
  revert: async ({ tenant }, { tentId }) => {
    const first = await world.db.generation.findFirst({ where: { tentId, number: 1 } });
    await world.write(tenant, revertTent, { tentId, generationId: first?.id ?? '' });
  },
  work: async (run, { job, outcome: how }) => {
    if (how === 'crash') {
      await claimGeneration({ ...world, clock: now, limits: GENERATION_LIMITS }, job.data);
    } else await runJob(run, job, generatorOf(how));
  },
  begin: async (run, { job }) => {
    run.held.push(await begin(run, job));
  },
  oversleep: async (run, { job, outcome: how }) => {
    const sleeper = await begin(run, job);
    offsetMs += GENERATION_LIMITS.leaseMs;
    await runJob(run, job, whitePages);
    sleeper.end(how);
    await sleeper.settled;
  },
  end: async (run, { pick: at, outcome: how }) => {
    const [held] = run.held.splice(at % Math.max(1, run.held.length), 1);
    // A worker that dies here never comes back: the promise is left alone.
    if (how !== 'crash') held?.end(how);
    if (how !== 'crash') await held?.settled;
  },
  wait: async (_run, { ms }) => {
    offsetMs += ms;
  },
};

/** Many at once on the same thing, or for the same thing. */
function stormOf({ of: kind, pick: at }: { of: string; pick: number }): Step[] {
  return Array.from({ length: 4 }, (_, index) => {
    if (kind === 'edit') return { do: 'edit', pick: at, wish: { autoPublish: true } };
    if (kind === 'publish') return { do: 'publish', pick: at + index, alias: 'a' };
    if (kind === 'delete') return { do: 'delete', pick: at };
    return { do: 'work', pick: at, outcome: 'complete' };
  }) as Step[];
}

const ON_A_TENT = new Set(['edit', 'publish', 'unpublish', 'delete', 'revert']);
const ON_A_JOB = new Set(['work', 'begin', 'oversleep']);

/** A refusal is an answer like any other; everything else is a failure of the test. */
async function take(run: Run, taken: Step): Promise<void> {
  const kind = taken.do;
  const at = 'pick' in taken ? taken.pick : 0;
  const tentId = ON_A_TENT.has(kind) ? await pickTent(run, at) : undefined;
  const job = ON_A_JOB.has(kind) ? await pickJob(run, at) : undefined;
  if ((ON_A_TENT.has(kind) && !tentId) || (ON_A_JOB.has(kind) && !job)) return;
  try {
    await STEPS[kind]!(run, { ...taken, tentId, job });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
  }
}

async function openRun(): Promise<Run> {
  const tenant = await makeTenant(world, { at: now() });
  const at = now();
  await world.db.creditPeriod.create({
    data: {
      workspaceId: tenant.workspaceId,
      startsAt: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)),
      allowance: CREDITS,
      allowanceMax: CREDITS,
      used: 0,
    },
  });
  return { tenant, held: [], bulkJobIds: [] };
}

/** Everything that waits is made; workers that were in the middle give up. */
async function finish(run: Run): Promise<void> {
  for (const { end } of run.held) end('fail');
  await Promise.all(run.held.map(({ settled }) => settled));
  for (;;) {
    offsetMs += GENERATION_LIMITS.leaseMs;
    const job = await pickJob(run, 0);
    if (!job) return;
    await runJob(run, job, whitePages);
  }
}

const create = (requestedAlias?: string) =>
  requestedAlias === undefined
    ? { do: 'create', wish: { autoPublish: false } }
    : { do: 'create', wish: { autoPublish: true, requestedAlias } };
const work = (how: string) => ({ do: 'work', pick: 0, outcome: how });

/** A life in which everything happens at least once, whatever chance brings besides. */
const EVENTFUL = [
  create('a'),
  work('complete'),
  create('a'),
  work('complete'),
  create(),
  { do: 'oversleep', pick: 0, outcome: 'refuse' },
  create(),
  work('refuse'),
  { do: 'delete', pick: 0 },
  { do: 'bulk', aliases: ['b', 'b'] },
  { do: 'delete', pick: 3 },
  create('b'),
  work('complete'),
  work('complete'),
  create(),
  work('fail'),
  work('crash'),
].map((taken) => [taken]) as Step[][];

test('whatever happens to tents, in whatever order and at the same time, the promises hold', async () => {
  const moments = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
    minLength: 4,
    maxLength: 16,
  });

  await fc.assert(
    fc.asyncProperty(moments, async (groups) => {
      const run = await openRun();
      const seen: Seen = { marks: new Map(), endings: new Map() };
      for (const group of groups) {
        const steps = group.flatMap((taken) => (taken.do === 'storm' ? stormOf(taken) : taken));
        await Promise.all(steps.map((taken) => take(run, taken)));
        expect(await brokenPromisesOf(world, run.tenant)).toEqual([]);
        await expectForward(run, seen);
      }
      await finish(run);
      expect(await brokenPromisesOf(world, run.tenant)).toEqual([]);
      const unfinished = { status: { in: ['queued' as const, 'generating' as const] } };
      const { workspaceId } = run.tenant;
      expect(await world.db.generation.count({ where: { workspaceId, ...unfinished } })).toBe(0);
    }),
    {
      numRuns: 15,
      interruptAfterTimeLimit: 45_000,
      endOnFailure: true,
      examples: [[EVENTFUL]],
    },
  );
  // A run in which nothing happened would prove nothing.
  const { rows } = await world.pool.query<Record<string, number>>(TALLY);
  for (const [event, count] of Object.entries(rows[0]!)) {
    expect(count, event).toBeGreaterThan(0);
  }
}, 90_000);

const TALLY = `
  SELECT (SELECT count(*)::int FROM generation WHERE status = 'completed') AS completed,
         (SELECT count(*)::int FROM generation WHERE status = 'failed') AS failed,
         (SELECT count(*)::int FROM generation WHERE attempts > 1) AS taken_over_or_tried_again,
         (SELECT count(*)::int FROM deleted_generation WHERE status = 'completed') AS deleted_when_completed,
         (SELECT count(*)::int FROM deleted_generation WHERE status = 'queued') AS deleted_when_queued,
         (SELECT count(*)::int FROM credit_entry WHERE kind = 'refund') AS paid_back,
         (SELECT count(*)::int FROM tent WHERE alias IS NOT NULL) AS under_an_alias,
         (SELECT count(*)::int FROM tent WHERE publication_status = 'published_with_warnings') AS warned,
         (SELECT count(*)::int FROM bulk_item WHERE error IS NOT NULL) AS rejected`;

type Seen = { marks: Map<string, number>; endings: Map<string, string> };

const PROGRESS = { accepted: 0, running: 1, completed: 2, completed_with_failures: 2, failed: 2 };

/** Nothing goes back: no moment of change, no progress of a bulk job, and no finished page. */
async function expectForward(run: Run, seen: Seen): Promise<void> {
  const { workspaceId } = run.tenant;
  const tents = await world.db.tent.findMany({ where: { workspaceId } });
  const jobs = await Promise.all(
    run.bulkJobIds.map((id) => getBulkJob(world.pool, { workspaceId, id })),
  );
  const finished = await world.db.generation.findMany({
    where: { workspaceId, completedAt: { not: null } },
  });
  for (const { id, status, completedAt } of finished) {
    const ending = `${status} ${completedAt?.toISOString()}`;
    expect(ending).toBe(seen.endings.get(id) ?? ending);
    seen.endings.set(id, ending);
  }
  const marks: [string, number][] = [
    ...tents.map(({ id, updatedAt }): [string, number] => [id, updatedAt.getTime()]),
    ...jobs.map(({ id, updatedAt }): [string, number] => [id, updatedAt.getTime()]),
    ...jobs.map(({ id, status }): [string, number] => [`progress of ${id}`, PROGRESS[status]]),
  ];
  for (const [name, mark] of marks) {
    expect(mark, name).toBeGreaterThanOrEqual(seen.marks.get(name) ?? 0);
    seen.marks.set(name, mark);
  }
}
