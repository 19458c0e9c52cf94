import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteApiKey } from '../api-keys/api-keys.ts';
import type { Caller } from '../caller.ts';
import { getBalance } from '../credits/balance.ts';
import { charge } from '../credits/charge.ts';
import { verifyCredits } from '../credits/verify.ts';
import { AppError } from '../errors.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { createMeteredWrites } from './metered-writes.ts';
import { createUsageWriter } from './usage-writer.ts';
import type { Perform, WriteRequest } from './write-request.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const KILL_PAUSE_MS = 15;
const KILLS_MAX = 60;

type Input = { credits: number; note: string; isPoison?: boolean };

/** A priced write: leaves a note in the audit log and pays for it. */
const leaveNote: Perform<Input, { note: string }> = async (tx) => async (requests) => {
  const outcomes = [];
  for (const { caller, input } of requests) {
    if (input.isPoison) throw new Error('Poison.');
    try {
      await charge(tx, caller, { action: 'note', credits: input.credits });
      await tx.query(
        `INSERT INTO audit_entry (workspace_id, id, action, target_id) VALUES ($1, $2, 'note', $3)`,
        [caller.workspaceId, caller.requestId, input.note],
      );
      outcomes.push({ output: { note: input.note }, creditsCharged: input.credits });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      outcomes.push({ refusal: error });
    }
  }
  return { outcomes };
};

function openNotes() {
  const clock = () => new Date();
  const usage = createUsageWriter({ pool: world.pool, clock });
  return createMeteredWrites({ pool: world.pool, clock, usage, perform: leaveNote });
}

function request(caller: Caller, input: Input): WriteRequest<Input> {
  return {
    caller,
    input,
    toRow: ({ creditsCharged, status = 202 }) =>
      usageRowOf(caller, { method: 'POST', status, creditsCharged }),
  };
}

const notesOf = ({ workspaceId }: TestTenant) =>
  world.db.auditEntry.count({ where: { workspaceId, action: 'note' } });
const rowsOf = ({ workspaceId }: TestTenant) => world.db.usageLog.count({ where: { workspaceId } });

test('effect, charge and row are there together when submit resolves', async () => {
  const tenant = await makeTenant(world);
  const caller = tenant.caller();

  expect(await openNotes().submit(request(caller, { credits: 2, note: 'a' }))).toMatchObject({
    output: { note: 'a' },
    creditsCharged: 2,
  });

  expect(await notesOf(tenant)).toBe(1);
  expect(
    await getBalance(world.db, { workspaceId: tenant.workspaceId, at: caller.at }),
  ).toMatchObject({ used: 2 });
  const row = await world.db.usageLog.findFirstOrThrow({ where: { id: caller.requestId } });
  expect(row).toMatchObject({ status: 202, creditsCharged: 2 });
});

test('a refusal leaves no trace; the others of its batch are done', async () => {
  const tenant = await makeTenant(world);
  const notes = openNotes();

  const results = await Promise.allSettled(
    [60, 60, 30].map((credits) => notes.submit(request(tenant.caller(), { credits, note: 'n' }))),
  );

  // The first goes at once, the others follow together: which of them comes first is open.
  const [refused, ...others] = results.filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject({ reason: { code: 'insufficient_credits' } });
  expect(others).toEqual([]);
  expect(results[2]).toMatchObject({ value: { creditsCharged: 30 } });
  expect(await notesOf(tenant)).toBe(2);
  expect(await rowsOf(tenant)).toBe(2);
});

test('a deleted key writes nothing, whatever a cache says', async () => {
  const tenant = await makeTenant(world);
  await deleteApiKey(
    world.db,
    { userId: null, at: new Date() },
    { workspaceId: tenant.workspaceId, id: tenant.keyId },
  );

  await expect(
    openNotes().submit(request(tenant.caller(), { credits: 1, note: 'n' })),
  ).rejects.toMatchObject({
    code: 'unauthorized',
  });

  expect(await notesOf(tenant)).toBe(0);
  expect(await rowsOf(tenant)).toBe(0);
});

test('a request that breaks the work fails alone and is not charged', async () => {
  const tenant = await makeTenant(world);
  const notes = openNotes();
  const submit = (isPoison: boolean) =>
    notes.submit(request(tenant.caller(), { credits: 1, note: 'n', isPoison }));

  const results = await Promise.allSettled([
    submit(false),
    submit(false),
    submit(true),
    submit(false),
  ]);

  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(await notesOf(tenant)).toBe(3);
  expect(
    await getBalance(world.db, { workspaceId: tenant.workspaceId, at: new Date() }),
  ).toMatchObject({ used: 3 });
});

test('a full queue refuses at once, and does the work of those who fitted in', async () => {
  const tenant = await makeTenant(world);
  const clock = () => new Date();
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const writes = createMeteredWrites<null, string>({
    pool: world.pool,
    clock,
    usage: createUsageWriter({ pool: world.pool, clock }),
    perform: async () => async (requests) => {
      await gate;
      return { outcomes: requests.map(() => ({ output: 'done' })) };
    },
  });
  const [underWay, waiting, tooMany] = [128, 5_000, 10];
  const refusals: unknown[] = [];
  const submitted = Array.from({ length: underWay + waiting + tooMany }, () => {
    const caller = tenant.caller();
    const toRow = () => usageRowOf(caller, { method: 'POST' });
    return writes
      .submit({ caller, input: null, toRow })
      .catch((error: unknown) => refusals.push(error));
  });
  // A turn of the loop, in which nothing can have been committed.
  await new Promise((resolve) => setImmediate(resolve));
  expect(refusals.length).toBeGreaterThanOrEqual(tooMany);
  expect(refusals.length).toBeLessThanOrEqual(tooMany + underWay);

  open();

  const done = (await Promise.all(submitted)).filter((written) => typeof written === 'object');
  expect(refusals).toEqual(
    refusals.map(() => expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 1 })),
  );
  expect(done.length).toBeGreaterThan(underWay);
  expect(await rowsOf(tenant)).toBe(done.length);
});

test('connections that break at any moment charge nobody twice and lose nothing', async () => {
  const tenants = await Promise.all([makeTenant(world), makeTenant(world)]);
  const notes = openNotes();
  const kill = async () => {
    const killed = await world.db.$queryRaw<unknown[]>`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query NOT LIKE '%pg_terminate%'
        AND (query LIKE '%usage_log%' OR query LIKE '%credit_period%' OR query IN ('BEGIN', 'COMMIT'))`;
    return killed.length;
  };
  let isDone = false;
  let kills = 0;
  const killer = (async () => {
    while (!isDone && kills < KILLS_MAX) {
      kills += await kill();
      // Long enough for a commit to get through now and then, short enough to hit many.
      await setTimeout(KILL_PAUSE_MS);
    }
  })();

  const outcomes = await Promise.allSettled(
    Array.from({ length: 300 }, async (_, index) => {
      await setTimeout(index);
      const caller = tenants[index % 2]!.caller();
      return notes.submit(request(caller, { credits: 1, note: 'n' })).then(() => caller.requestId);
    }),
  );
  isDone = true;
  await killer;

  const done = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  const rows = await world.db.usageLog.findMany({
    where: { id: { in: done }, status: 202, creditsCharged: 1 },
  });
  expect(rows).toHaveLength(done.length);
  expect(kills).toBeGreaterThan(10);
  expect(done.length).toBeGreaterThan(0);
  for (const tenant of tenants) {
    const effects = await notesOf(tenant);
    const { used } = await getBalance(world.db, {
      workspaceId: tenant.workspaceId,
      at: new Date(),
    });
    expect(used).toBe(effects);
  }
  expect((await verifyCredits(world.pool)).differences).toEqual([]);
});
