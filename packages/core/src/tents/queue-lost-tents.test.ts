import { beforeEach, expect, test } from 'vitest';
import { makeTenant, type TestTenant } from '../testing.ts';
import { openTentWorld, type TentWorld } from '../testing-tents.ts';
import { claimGeneration, GENERATION_LIMITS } from './claim-generation.ts';
import { queueLostTents } from './queue-lost-tents.ts';

let world: TentWorld;
let tenant: TestTenant;
let now: Date;

beforeEach(async () => {
  now = new Date();
  world = await openTentWorld({ clock: () => now });
  tenant = await makeTenant(world, { plan: 'max' });
  return () => world[Symbol.asyncDispose]();
});

const passMs = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const loseJobs = () => world.pool.query('DELETE FROM pgboss.job');
const countJobs = async () =>
  (await world.pool.query(`SELECT FROM pgboss.job WHERE state < 'completed'`)).rowCount;
const sweep = () => queueLostTents(world, now);

test('a tent whose job is lost is queued again, once', async () => {
  await world.create(tenant);
  await loseJobs();

  passMs(59_000);
  expect(await sweep()).toBe(0);
  passMs(2_000);
  expect(await sweep()).toBe(1);

  expect(await countJobs()).toBe(1);
  expect(await sweep()).toBe(0);
});

test('a tent that waits for its turn in a long queue is not lost', async () => {
  await world.create(tenant);
  passMs(24 * 60 * 60 * 1_000);

  expect(await sweep()).toBe(0);
});

test('a tent that somebody works on is not lost, nor are the edits behind that work', async () => {
  const id = await world.create(tenant);
  await world.edit(tenant, id);
  passMs(61_000);
  const key = { workspaceId: tenant.workspaceId, tentId: id };
  await claimGeneration({ ...world, clock: () => now, limits: GENERATION_LIMITS }, key);
  await loseJobs();

  expect(await sweep()).toBe(0);
  passMs(GENERATION_LIMITS.leaseMs + 61_000);
  expect(await sweep()).toBe(1);
});

test('what is finished or deleted is not looked for', async () => {
  await world.generate(tenant, await world.create(tenant));
  await world.delete(tenant, await world.create(tenant));
  await loseJobs();
  passMs(61_000);

  expect(await sweep()).toBe(0);
});

test('more tents than fit one look are all found, by however many look at the same time', async () => {
  await world.pool.query(
    `WITH tents AS (
       INSERT INTO tent (workspace_id, id, name, status, generation_id, generations, created_at, updated_at)
       SELECT $1, gen_random_uuid(), 'Tent', 'queued', 'g' || n, 1, $2, $2 FROM generate_series(1, 1100) n
       RETURNING id, generation_id)
     INSERT INTO generation (workspace_id, id, tent_id, number, kind, status, prompt, created_at)
     SELECT $1, generation_id, id, 1, 'initial', 'queued', 'A page.', $2 FROM tents`,
    [tenant.workspaceId, now],
  );
  passMs(61_000);

  const counts = await Promise.all([sweep(), sweep(), sweep()]);

  expect(counts.reduce((sum, count) => sum + count)).toBe(1_100);
  expect(await countJobs()).toBe(1_100);
});
