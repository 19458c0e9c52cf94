import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTenant, openTestWorld, type TestWorld } from '../testing.ts';
import { getBalance } from '../credits/balance.ts';
import { charge } from '../credits/charge.ts';
import { inTransaction } from '@tented/db';
import { may } from './roles.ts';
import { slugFrom } from './slug.ts';
import { changePlan, createWorkspace, getMembership, listMemberships } from './workspaces.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const march = new Date('2026-03-20T10:00:00Z');
const april = new Date('2026-04-01T00:00:00Z');

describe('createWorkspace', () => {
  test('a slug comes from the name, with a number where it is taken', async () => {
    const { userId } = await makeTenant(world);
    const make = () =>
      createWorkspace(
        world.db,
        { userId, at: march },
        { name: 'Blüten & Zelte', plan: 'free', ownerId: userId },
      );

    expect((await make()).slug).toBe('bluten-zelte');
    expect((await make()).slug).toBe('bluten-zelte-2');
  });

  test('a slug that was asked for and is taken is a conflict', async () => {
    const { userId, slug } = await makeTenant(world);

    await expect(
      createWorkspace(
        world.db,
        { userId, at: march },
        { name: 'Other', slug, plan: 'free', ownerId: userId },
      ),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a name without a letter or digit of a slug is refused', () => {
    expect(() => slugFrom('***')).toThrow(/letter or digit/);
  });
});

describe('getMembership', () => {
  test("another person's workspace does not exist", async () => {
    const { slug } = await makeTenant(world);
    const stranger = await makeTenant(world);

    await expect(
      getMembership(world.db, { userId: stranger.userId, slug, at: march }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const mine = await listMemberships(world.db, { userId: stranger.userId, at: march });
    expect(mine.map((membership) => membership.slug)).toEqual([stranger.slug]);
  });
});

describe('changePlan', () => {
  const balance = (workspaceId: string, at: Date) => getBalance(world.db, { workspaceId, at });

  test('an upgrade counts at once, also in a month that has been opened', async () => {
    const { workspaceId, caller } = await makeTenant(world, { plan: 'pro', at: march });
    await inTransaction(world.pool, (tx) =>
      charge(tx, caller(march), { action: 'test', credits: 5 }),
    );

    await changePlan(world.db, { userId: null, at: march }, { workspaceId, plan: 'max' });

    expect(await balance(workspaceId, march)).toMatchObject({
      plan: 'max',
      allowance: 1_000,
      used: 5,
    });
  });

  test('a downgrade counts from the next period', async () => {
    const { workspaceId } = await makeTenant(world, { plan: 'max', at: march });

    await changePlan(world.db, { userId: null, at: march }, { workspaceId, plan: 'pro' });

    expect(await balance(workspaceId, march)).toMatchObject({ plan: 'max', allowance: 1_000 });
    expect(await balance(workspaceId, april)).toMatchObject({ plan: 'pro', allowance: 100 });
  });

  test('a forced downgrade leaves what is used and refuses further charges', async () => {
    const { workspaceId, caller } = await makeTenant(world, { plan: 'max', at: march });
    await inTransaction(world.pool, (tx) =>
      charge(tx, caller(march), { action: 'test', credits: 300 }),
    );

    await changePlan(
      world.db,
      { userId: null, at: march },
      { workspaceId, plan: 'pro', isForced: true },
    );

    expect(await balance(workspaceId, march)).toMatchObject({
      allowance: 100,
      used: 300,
      remaining: 0,
    });
    await expect(
      inTransaction(world.pool, (tx) => charge(tx, caller(march), { action: 'test', credits: 1 })),
    ).rejects.toMatchObject({ code: 'insufficient_credits' });
  });

  test('an upgrade undoes a downgrade that still waits', async () => {
    const { workspaceId } = await makeTenant(world, { plan: 'max', at: march });

    await changePlan(world.db, { userId: null, at: march }, { workspaceId, plan: 'free' });
    await changePlan(world.db, { userId: null, at: march }, { workspaceId, plan: 'max' });

    expect(await balance(workspaceId, april)).toMatchObject({ plan: 'max' });
  });
});

describe('roles', () => {
  test.each([
    ['owner', 'api_key.manage', true],
    ['admin', 'api_key.manage', true],
    ['member', 'api_key.manage', false],
    ['viewer', 'api_key.manage', false],
    ['viewer', 'usage.read', true],
    ['member', 'content.manage', true],
    ['viewer', 'content.manage', false],
  ] as const)('%s may %s: %s', (role, permission, expected) => {
    expect(may(role, permission)).toBe(expected);
  });
});
