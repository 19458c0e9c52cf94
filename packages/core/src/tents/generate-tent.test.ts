import { inTransaction, type Pool } from '@tented/db';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { makeTenant, statementsWaiting, type TestTenant } from '../testing.ts';
import {
  noFiles,
  openTentWorld,
  type TentWorld,
  WHITE_PAGE,
  whitePages,
} from '../testing-tents.ts';
import { changePlan } from '../workspaces/workspaces.ts';
import { claimGeneration, GENERATION_LIMITS } from './claim-generation.ts';
import { generateTent } from './generate-tent.ts';
import { GenerationRefused, type TentGenerator } from './tent-generator.ts';

let world: TentWorld;
let tenant: TestTenant;
let now: Date;

beforeAll(async () => {
  world = await openTentWorld({ clock: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  tenant = await makeTenant(world);
});

const tentOf = (id: string) => world.db.tent.findFirstOrThrow({ where: { id } });
const generationsOf = (tentId: string) =>
  world.db.generation.findMany({ where: { tentId }, orderBy: { number: 'asc' } });
const usedBy = async ({ workspaceId }: TestTenant) =>
  (await world.db.creditPeriod.findFirst({ where: { workspaceId } }))?.used ?? 0;
const passMs = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
/** Moments before which jobs for that tent do not run, in the order of their making. */
const waitingFor = async (tentId: string) => {
  const { rows } = await world.pool.query<{ start_after: Date }>(
    `SELECT start_after FROM pgboss.job WHERE data->>'tentId' = $1 ORDER BY created_on`,
    [tentId],
  );
  return rows.map(({ start_after: startAfter }) => startAfter);
};
const failing: TentGenerator = { generate: () => Promise.reject(new Error('Broken.')) };
const refusing: TentGenerator = {
  generate: () => Promise.reject(new GenerationRefused('Ask for a page.')),
};
const hanging: TentGenerator = { generate: () => new Promise(() => {}) };
const quick = { ...GENERATION_LIMITS, generationMs: 60, leaseMs: 30 };

describe('a try that fails', () => {
  test('is followed by two more, and then the generation fails and is paid back once', async () => {
    const id = await world.create(tenant);
    const onFailure = vi.fn<() => void>();

    for (const attempts of [1, 2]) {
      await world.generate(tenant, id, { generator: failing, onFailure });
      expect(await generationsOf(id)).toMatchObject([{ status: 'generating', attempts }]);
      expect(await usedBy(tenant)).toBe(1);
      expect((await waitingFor(id)).at(-1)).toEqual(new Date(now.getTime() + attempts * 1_000));
    }
    await world.generate(tenant, id, { generator: failing, onFailure });

    expect(await generationsOf(id)).toMatchObject([
      { status: 'failed', attempts: 3, error: expect.stringContaining('could not be generated') },
    ]);
    expect(await tentOf(id)).toMatchObject({ status: 'failed' });
    expect(await usedBy(tenant)).toBe(0);
    expect(onFailure).toHaveBeenCalledTimes(3);
    await world.generate(tenant, id, { generator: failing });
    expect(await usedBy(tenant)).toBe(0);
  });

  test('is no step back for whoever waits: tent and generation go on being generated', async () => {
    const id = await world.create(tenant);

    await world.generate(tenant, id, { generator: failing });

    expect(await tentOf(id)).toMatchObject({ status: 'generating' });
    await world.generate(tenant, id);
    expect(await tentOf(id)).toMatchObject({ status: 'completed' });
    expect(await usedBy(tenant)).toBe(1);
  });

  test('so late that no time would be left for the next one is the last', async () => {
    const id = await world.create(tenant);
    const slow: TentGenerator = {
      generate: async () => {
        passMs(GENERATION_LIMITS.generationMs - 500);
        throw new Error('Broken.');
      },
    };

    await world.generate(tenant, id, { generator: slow });

    expect(await generationsOf(id)).toMatchObject([{ status: 'failed', attempts: 1 }]);
    expect(await usedBy(tenant)).toBe(0);
  });

  test('with words for the caller is the only one', async () => {
    const id = await world.create(tenant);

    await world.generate(tenant, id, { generator: refusing });

    expect(await generationsOf(id)).toMatchObject([
      { status: 'failed', error: 'Ask for a page.', attempts: 1 },
    ]);
  });

  test('is one whose page the database cannot keep', async () => {
    const id = await world.create(tenant);

    await world.generate(tenant, id, { generator: { generate: async () => ({ html: 'a\0b' }) } });

    expect(await generationsOf(id)).toMatchObject([{ status: 'generating', attempts: 1 }]);
  });
});

describe('a generator that hangs', () => {
  test('and heeds no signal is left behind when the time is over; the credit comes back', async () => {
    const id = await world.create(tenant);
    now = new Date(Date.now());
    const started = performance.now();

    await world.generate(tenant, id, { generator: hanging, limits: quick });

    expect(performance.now() - started).toBeGreaterThan(quick.generationMs - 5);
    expect(await generationsOf(id)).toMatchObject([{ status: 'failed', attempts: 1 }]);
    expect(await usedBy(tenant)).toBe(0);
  });

  test('is told to stop', async () => {
    const id = await world.create(tenant);
    const heedful: TentGenerator = {
      generate: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    };
    const failures: unknown[] = [];

    await world.generate(tenant, id, {
      generator: heedful,
      limits: quick,
      onFailure: (error) => failures.push(error),
    });

    expect(String(failures)).toContain('time for the generation is over');
  });
});

describe('a worker that waits for its tent', () => {
  test('begins, and is done, when it has got it', async () => {
    const id = await world.create(tenant);
    const hold = async (work: () => Promise<unknown>, ms: number) => {
      let done: Promise<unknown> | undefined;
      await inTransaction(world.pool, async (blocker) => {
        await blocker.query('SELECT FROM tent WHERE id = $1 FOR UPDATE', [id]);
        done = work();
        await statementsWaiting(world);
        passMs(ms);
      });
      await done;
    };
    const before = now;
    const holding: TentGenerator = {
      async generate(...input) {
        settled = hold(async () => made.resolve(await whitePages.generate(...input)), 200);
        return made.promise;
      },
    };
    const made = Promise.withResolvers<{ html: string }>();
    let settled: Promise<unknown> | undefined;

    await hold(() => world.generate(tenant, id, { generator: holding }), 100);
    await settled;

    expect(await generationsOf(id)).toMatchObject([
      {
        startedAt: new Date(before.getTime() + 100),
        completedAt: new Date(before.getTime() + 300),
      },
    ]);
  });
});

describe('a worker that dies', () => {
  const claim = (id: string) =>
    claimGeneration(
      { ...world, clock: () => now, limits: GENERATION_LIMITS },
      { workspaceId: tenant.workspaceId, tentId: id },
    );

  test('is succeeded when its lease has ended, and not before', async () => {
    const id = await world.create(tenant);
    await claim(id);

    passMs(GENERATION_LIMITS.leaseMs - 1);
    await world.generate(tenant, id);
    expect(await generationsOf(id)).toMatchObject([{ status: 'generating', attempts: 1 }]);
    expect((await waitingFor(id)).at(-1)).toEqual(new Date(now.getTime() + 1));
    passMs(1);
    await world.generate(tenant, id);

    expect(await generationsOf(id)).toMatchObject([{ status: 'completed', attempts: 2 }]);
    expect(await usedBy(tenant)).toBe(1);
  });

  test('three times makes the generation fail, with its credit given back', async () => {
    const id = await world.create(tenant);
    for (let deaths = 0; deaths < 3; deaths += 1) {
      expect(await claim(id)).toBeDefined();
      passMs(GENERATION_LIMITS.leaseMs);
    }

    await world.generate(tenant, id);

    expect(await generationsOf(id)).toMatchObject([{ status: 'failed', attempts: 3 }]);
    expect(await usedBy(tenant)).toBe(0);
  });

  test('shortly before the time is over holds nothing up beyond it', async () => {
    const id = await world.create(tenant);
    await claim(id);
    passMs(GENERATION_LIMITS.generationMs - 1_000);
    await claim(id);

    passMs(1_000);
    await world.generate(tenant, id);

    expect(await generationsOf(id)).toMatchObject([{ status: 'failed', attempts: 2 }]);
    expect(await usedBy(tenant)).toBe(0);
  });

  test('only in appearance finds its work taken over, and changes nothing', async () => {
    const id = await world.create(tenant);
    const paused: TentGenerator = {
      generate: async () => {
        passMs(GENERATION_LIMITS.leaseMs);
        await world.generate(tenant, id);
        return { html: 'too late' };
      },
    };

    await world.generate(tenant, id, { generator: paused });

    expect(await generationsOf(id)).toMatchObject([{ status: 'completed', html: WHITE_PAGE }]);
    expect(await usedBy(tenant)).toBe(1);
  });
});

test('a page that is ready while the database is away is stored when it is back', async () => {
  const { pathname } = new URL(world.url);
  const name = pathname.slice(1);
  const operator = new pg.Client({ connectionString: inject('postgresUrl') });
  await operator.connect();
  const close = `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`;
  const open = `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`;
  const id = await world.create(tenant);
  let calls = 0;
  const generator: TentGenerator = {
    generate: async () => {
      calls += 1;
      await operator.query(close);
      await operator.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
        [name],
      );
      setTimeout(() => void operator.query(open), 400);
      return { html: WHITE_PAGE };
    },
  };

  await world.generate(tenant, id, { generator });

  expect(calls).toBe(1);
  expect(await generationsOf(id)).toMatchObject([{ status: 'completed', attempts: 1 }]);
  await operator.end();
});

test('a tent that is deleted while its page is made: nothing is stored, the credit came back', async () => {
  const id = await world.create(tenant);
  const generator: TentGenerator = {
    generate: async () => {
      await world.delete(tenant, id);
      return { html: WHITE_PAGE };
    },
  };

  await world.generate(tenant, id, { generator });

  expect(await generationsOf(id)).toEqual([]);
  expect(await usedBy(tenant)).toBe(0);
});

describe('a commit whose answer is lost', () => {
  /** Every COMMIT takes place, and every second line breaks before that is known. */
  function losingCommits(): Pool {
    const { pool } = world;
    let commits = 0;
    const connect = async () => {
      const client = await pool.connect();
      const ask = client.query.bind(client) as (...asked: unknown[]) => Promise<unknown>;
      const query = async (...asked: unknown[]) => {
        const answer = await ask(...asked);
        if (asked[0] !== 'COMMIT') return answer;
        commits += 1;
        if (commits % 2 === 0) throw new Error('Connection terminated unexpectedly');
        return answer;
      };
      const release = (broken?: Error) => client.release(broken);
      return { query, release };
    };
    return { connect, query: pool.query.bind(pool) } as unknown as Pool;
  }

  test.each([
    ['a page', whitePages, { status: 'completed', attempts: 1 }, 1],
    ['a refusal', refusing, { status: 'failed', attempts: 1 }, 0],
    ['a try that failed', failing, { status: 'generating', attempts: 1 }, 1],
  ])('of %s: it is not done a second time', async (_, generator, expected, used) => {
    const id = await world.create(tenant);
    await world.edit(tenant, id);
    const key = { workspaceId: tenant.workspaceId, tentId: id };
    const jobsBefore = (await waitingFor(id)).length;

    await generateTent(
      { ...world, pool: losingCommits(), clock: () => now, files: noFiles, generator },
      key,
    );

    expect((await generationsOf(id))[0]).toMatchObject(expected);
    expect(await usedBy(tenant)).toBe(used + 1);
    // The next page, or the next try, is queued once.
    expect(await waitingFor(id)).toHaveLength(jobsBefore + 1);
  });
});

test('a plan that ends meanwhile: what was paid for is made, and nothing of it published', async () => {
  const id = await world.create(tenant, { autoPublish: true, requestedAlias: 'spring' });
  const { workspaceId, userId } = tenant;
  const actor = { userId, at: now };
  await changePlan(world.db, actor, { workspaceId, plan: 'free', isForced: true });

  await world.generate(tenant, id);

  expect(await tentOf(id)).toMatchObject({
    status: 'completed',
    publishedId: null,
    publicationStatus: 'failed',
    publicationNote: { code: 'publish_limit_reached' },
  });
  expect(await usedBy(tenant)).toBe(1);
});

test('a page of last month that fails is paid back in last month', async () => {
  now = new Date('2026-03-31T23:59:59Z');
  const id = await world.create(tenant);
  now = new Date('2026-04-01T00:00:05Z');
  await world.create(tenant);

  await world.generate(tenant, id, { generator: refusing });

  const periods = await world.db.creditPeriod.findMany({
    where: { workspaceId: tenant.workspaceId },
    orderBy: { startsAt: 'asc' },
  });
  expect(periods).toMatchObject([
    { used: 0, refunded: 1 },
    { used: 1, refunded: 0 },
  ]);
});
