import { inTransaction } from '@tented/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTenant, openTestWorld, type TestTenant, type TestWorld } from '../testing.ts';
import { changePlan } from '../workspaces/workspaces.ts';
import { crossedThresholds, dismissCreditNotice, findCreditNotice } from './alerts.ts';
import { charge, chargeEach } from './charge.ts';
import { newId } from '../ids.ts';
import { refund } from './refund.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each([
  [0, 79, 100, []],
  [79, 80, 100, [80]],
  [80, 81, 100, []],
  [80, 80, 100, []],
  [99, 100, 100, [100]],
  [70, 100, 100, [80, 100]],
  [0, 1_000, 1_000, [80, 100]],
  [799, 801, 1_000, [80]],
  // An upgrade has moved the thresholds away.
  [100, 101, 1_000, []],
  // A forced downgrade has moved them below what is used.
  [150, 151, 100, []],
])('from %d to %d of %d crosses %j', (before, after, allowance, crossed) => {
  expect(crossedThresholds({ before, after, allowance })).toEqual(crossed);
});

const spend = (tenant: TestTenant, credits: number, at = new Date()) =>
  inTransaction(world.pool, (tx) => charge(tx, tenant.caller(at), { action: 'test', credits }));
const alertsOf = async ({ workspaceId }: TestTenant) =>
  (
    await world.db.creditAlert.findMany({ where: { workspaceId }, orderBy: { threshold: 'asc' } })
  ).map(({ threshold }) => threshold);
const mailsOf = async ({ workspaceId }: TestTenant) =>
  (await world.db.mail.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } })).map(
    ({ data, recipient }) => ({ ...(data as { threshold: number }), recipient }),
  );

async function join({ workspaceId }: TestTenant, role: 'admin' | 'member'): Promise<string> {
  const id = newId();
  const email = `${id}@example.com`;
  await world.db.user.create({ data: { id, name: role, email } });
  await world.db.member.create({ data: { workspaceId, userId: id, role } });
  return email;
}

describe('alerts', () => {
  test('one mail for each owner and admin at each threshold, in the charge itself', async () => {
    const tenant = await makeTenant(world);
    const admin = await join(tenant, 'admin');
    await join(tenant, 'member');
    const owner = await world.db.user.findUniqueOrThrow({ where: { id: tenant.userId } });

    await spend(tenant, 79);
    expect(await mailsOf(tenant)).toEqual([]);
    await spend(tenant, 1);
    await spend(tenant, 20);

    const mails = await mailsOf(tenant);
    const told = mails.map(({ threshold, recipient }) => `${threshold} ${recipient}`);
    expect(told.toSorted()).toEqual(
      [`80 ${owner.email}`, `80 ${admin}`, `100 ${owner.email}`, `100 ${admin}`].toSorted(),
    );
    expect(mails).toContainEqual(
      expect.objectContaining({ threshold: 80, used: 80, allowance: 100 }),
    );
  });

  test('once for each threshold and month, whatever is refunded meanwhile', async () => {
    const tenant = await makeTenant(world);
    const { entryId } = await spend(tenant, 85);
    await inTransaction(world.pool, (tx) =>
      refund(tx, { workspaceId: tenant.workspaceId, chargeId: entryId, at: new Date() }),
    );
    await spend(tenant, 90);

    expect(await alertsOf(tenant)).toEqual([80]);
    expect(await mailsOf(tenant)).toHaveLength(1);
  });

  test('a charge that crosses both is told once, and 80 % is not told afterwards', async () => {
    const tenant = await makeTenant(world);

    await inTransaction(world.pool, (tx) =>
      chargeEach(tx, tenant.caller(), {
        action: 'test',
        entryIds: Array.from({ length: 120 }, () => newId()),
      }),
    );

    expect(await alertsOf(tenant)).toEqual([80, 100]);
    expect(await mailsOf(tenant)).toMatchObject([{ threshold: 100, used: 100 }]);
  });

  test('exactly once when many charges cross at the same time', async () => {
    const tenant = await makeTenant(world);

    await Promise.allSettled(Array.from({ length: 60 }, () => spend(tenant, 3)));

    expect(await alertsOf(tenant)).toEqual([80]);
    expect(await mailsOf(tenant)).toHaveLength(1);
  });

  test('a charge that rolls back tells nobody', async () => {
    const tenant = await makeTenant(world);

    await expect(
      inTransaction(world.pool, async (tx) => {
        await charge(tx, tenant.caller(), { action: 'test', credits: 95 });
        throw new Error('The work failed.');
      }),
    ).rejects.toThrow('The work failed.');

    expect(await alertsOf(tenant)).toEqual([]);
    expect(await mailsOf(tenant)).toEqual([]);
  });

  test('a new month begins anew', async () => {
    const tenant = await makeTenant(world);
    await spend(tenant, 90, new Date('2026-03-31T23:59:59Z'));
    await spend(tenant, 90, new Date('2026-04-01T00:00:00Z'));

    expect(await alertsOf(tenant)).toEqual([80, 80]);
    expect(await mailsOf(tenant)).toHaveLength(2);
  });
});

describe('the notice in the app', () => {
  const noticeOf = ({ workspaceId, userId }: TestTenant, at = new Date()) =>
    findCreditNotice(world.db, { workspaceId, userId, at });

  test('is the highest threshold, until its reader puts it away', async () => {
    const tenant = await makeTenant(world);
    const { workspaceId, userId } = tenant;
    expect(await noticeOf(tenant)).toBeNull();
    await spend(tenant, 85);
    expect(await noticeOf(tenant)).toMatchObject({ threshold: 80, used: 85, remaining: 15 });

    await dismissCreditNotice(world.db, { workspaceId, userId, threshold: 80, at: new Date() });
    expect(await noticeOf(tenant)).toBeNull();

    await spend(tenant, 15);
    expect(await noticeOf(tenant)).toMatchObject({ threshold: 100, remaining: 0 });
    await dismissCreditNotice(world.db, { workspaceId, userId, threshold: 100, at: new Date() });
    expect(await noticeOf(tenant)).toBeNull();
  });

  test('goes when it holds no more', async () => {
    const tenant = await makeTenant(world);
    const { workspaceId, userId } = tenant;
    const now = new Date();
    await spend(tenant, 85);

    await changePlan(world.db, { userId, at: now }, { workspaceId, plan: 'max' });

    expect(await noticeOf(tenant)).toBeNull();
  });
});
