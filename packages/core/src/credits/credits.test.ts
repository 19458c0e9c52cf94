import { inTransaction } from '@tented/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { createUsageWriter, type UsageWriter } from '../usage/usage-writer.ts';
import { getBalance } from './balance.ts';
import { charge } from './charge.ts';
import { refund } from './refund.ts';
import { verifyCredits } from './verify.ts';

let world: TestWorld;
let usage: UsageWriter;

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Charges in a transaction of its own, and writes the request's row beside it. */
async function spend(caller: Caller, credits: number) {
  const charged = await inTransaction(world.pool, (tx) =>
    charge(tx, caller, { action: 'test', credits }),
  );
  await usage.append(usageRowOf(caller, { creditsCharged: credits }), { needsKey: false });
  return charged;
}

const refundOf = (tenant: TestTenant, chargeId: string) =>
  inTransaction(world.pool, (tx) =>
    refund(tx, { workspaceId: tenant.workspaceId, chargeId, at: new Date() }),
  );

const balanceOf = ({ workspaceId }: TestTenant, at = new Date()) =>
  getBalance(world.db, { workspaceId, at });

describe('charge', () => {
  test('charges that run at the same time cannot spend the same credit twice', async () => {
    const tenant = await makeTenant(world);

    const attempts = Array.from({ length: 40 }, () => spend(tenant.caller(), 3));
    const results = await Promise.allSettled(attempts);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
    expect(await balanceOf(tenant)).toMatchObject({ used: 99, remaining: 1 });
  });

  test('a refused charge leaves no trace and says when to come back', async () => {
    const tenant = await makeTenant(world);
    const at = new Date('2026-03-31T23:59:00Z');

    await expect(
      inTransaction(world.pool, (tx) =>
        charge(tx, tenant.caller(at), { action: 'test', credits: 101 }),
      ),
    ).rejects.toMatchObject({ code: 'insufficient_credits', retryAfterSeconds: 60 });

    expect(await balanceOf(tenant, at)).toMatchObject({ used: 0, remaining: 100 });
    expect(await world.db.creditPeriod.count({ where: { workspaceId: tenant.workspaceId } })).toBe(
      0,
    );
  });

  test('a new month brings a new allowance; what was left over is gone', async () => {
    const tenant = await makeTenant(world);
    const march = new Date('2026-03-31T23:59:59.999Z');
    const april = new Date('2026-04-01T00:00:00Z');
    await spend(tenant.caller(march), 60);

    await spend(tenant.caller(april), 100);

    expect(await balanceOf(tenant, march)).toMatchObject({ used: 60 });
    expect(await balanceOf(tenant, april)).toMatchObject({ used: 100, remaining: 0 });
  });

  test('what rolls back is not paid', async () => {
    const tenant = await makeTenant(world);

    await expect(
      inTransaction(world.pool, async (tx) => {
        await charge(tx, tenant.caller(), { action: 'test', credits: 1 });
        throw new Error('The work failed.');
      }),
    ).rejects.toThrow('The work failed.');

    expect(await balanceOf(tenant)).toMatchObject({ used: 0 });
  });

  test('a workspace on Free has nothing to spend', async () => {
    const tenant = await makeTenant(world);
    await world.db.workspace.update({ where: { id: tenant.workspaceId }, data: { plan: 'free' } });

    await expect(spend(tenant.caller(), 1)).rejects.toMatchObject({ code: 'insufficient_credits' });
  });
});

describe('refund', () => {
  test('gives back once, also when many try at the same time', async () => {
    const tenant = await makeTenant(world);
    const { entryId } = await spend(tenant.caller(), 7);

    const results = await Promise.all(Array.from({ length: 10 }, () => refundOf(tenant, entryId)));

    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await balanceOf(tenant)).toMatchObject({ used: 0, refunded: 7, remaining: 100 });
  });

  test('shows in the row of the request that was charged, in its month', async () => {
    const tenant = await makeTenant(world);
    const march = tenant.caller(new Date('2026-03-31T23:59:59Z'));
    const { entryId } = await spend(march, 4);

    await refundOf(tenant, entryId);

    const row = await world.db.usageLog.findFirstOrThrow({ where: { id: march.requestId } });
    expect(row).toMatchObject({ creditsCharged: 4, creditsRefunded: 4 });
    expect(await balanceOf(tenant, march.at)).toMatchObject({ used: 0, refunded: 4 });
  });

  test("another workspace's charge does not exist", async () => {
    const tenant = await makeTenant(world);
    const stranger = await makeTenant(world);
    const { entryId } = await spend(tenant.caller(), 4);

    expect(await refundOf(stranger, entryId)).toBe(false);
    expect(await balanceOf(tenant)).toMatchObject({ used: 4, refunded: 0 });
  });
});

describe('verifyCredits', () => {
  test('finds nothing after honest work, and each kind of tampering', async () => {
    const tenant = await makeTenant(world);
    const { entryId } = await spend(tenant.caller(), 5);
    await spend(tenant.caller(), 2);
    await refundOf(tenant, entryId);
    const mine = async () => {
      const { differences } = await verifyCredits(world.pool);
      return differences.filter(({ workspace }) => workspace === tenant.slug);
    };
    const tamper = (sql: string) => world.pool.query(sql, [tenant.workspaceId]);

    expect(await mine()).toEqual([]);

    await tamper('UPDATE credit_period SET used = used + 1 WHERE workspace_id = $1');
    expect(await mine()).toMatchObject([{ used: 3, ledger: 2, log: 2 }]);
    await tamper('UPDATE credit_period SET used = used - 1 WHERE workspace_id = $1');

    await tamper(
      'UPDATE usage_log SET credits_charged = credits_charged + 1 WHERE workspace_id = $1',
    );
    expect(await mine()).toMatchObject([{ used: 2, ledger: 2, log: 4 }]);
    await tamper(
      'UPDATE usage_log SET credits_charged = credits_charged - 1 WHERE workspace_id = $1',
    );

    await tamper('DELETE FROM credit_entry WHERE workspace_id = $1');
    expect(await mine()).toMatchObject([{ used: 2, ledger: 0, log: 2 }]);
  });
});

test('the database itself refuses a balance below zero or above the allowance', async () => {
  const tenant = await makeTenant(world);
  await spend(tenant.caller(), 1);
  const set = (used: number) =>
    world.pool.query('UPDATE credit_period SET used = $2 WHERE workspace_id = $1', [
      tenant.workspaceId,
      used,
    ]);

  await expect(set(-1)).rejects.toThrow(/credit_period_used_check/);
  await expect(set(101)).rejects.toThrow(/credit_period_used_check/);
});
