import { inTransaction, type Plan } from '@tented/db';
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
import { changePlan } from '../workspaces/workspaces.ts';
import { getBalance } from './balance.ts';
import { charge } from './charge.ts';
import { listLedger } from './list-ledger.ts';
import { refund } from './refund.ts';
import { verifyMonth } from './verify-month.ts';
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

describe('a plan that changes under a charge', () => {
  const change = ({ userId, workspaceId }: TestTenant, plan: Plan, at = new Date()) =>
    changePlan(world.db, { userId, at }, { workspaceId, plan, isForced: true });

  test('a month that was open when the workspace went to Free is refused like any other', async () => {
    const tenant = await makeTenant(world);
    await spend(tenant.caller(), 1);
    await change(tenant, 'free');

    await expect(spend(tenant.caller(), 1)).rejects.toMatchObject({
      code: 'insufficient_credits',
      details: { credits_remaining: 0 },
    });
    expect(await balanceOf(tenant)).toMatchObject({ used: 1, remaining: 0 });
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

describe('verifyMonth', () => {
  test('adds up one workspace and one month, and sees each kind of tampering', async () => {
    const tenant = await makeTenant(world);
    const other = await makeTenant(world);
    const { entryId } = await spend(tenant.caller(), 5);
    await spend(tenant.caller(), 2);
    await refundOf(tenant, entryId);
    await spend(tenant.caller(new Date('2026-03-31T23:59:59Z')), 9);
    await spend(other.caller(), 30);
    const { workspaceId } = tenant;
    const books = () => verifyMonth(world.db, { workspaceId, at: new Date() });
    const tamper = (sql: string) => world.pool.query(sql, [workspaceId]);

    expect(await books()).toEqual({
      ledger: { charged: 7, refunded: 5 },
      log: { charged: 7, refunded: 5 },
      counter: { used: 2, refunded: 5 },
      isSame: true,
    });

    const month = "workspace_id = $1 AND starts_at > '2026-04-01'";
    await tamper(`UPDATE credit_period SET used = used + 1 WHERE ${month}`);
    expect(await books()).toMatchObject({ counter: { used: 3 }, isSame: false });
    await tamper(`UPDATE credit_period SET used = used - 1 WHERE ${month}`);

    await tamper(`UPDATE usage_log SET credits_charged = credits_charged + 1
                  WHERE workspace_id = $1 AND credits_charged = 2`);
    expect(await books()).toMatchObject({ log: { charged: 8 }, isSame: false });
    await tamper(
      `UPDATE usage_log SET credits_charged = 2 WHERE workspace_id = $1 AND credits_charged = 3`,
    );
    expect(await books()).toMatchObject({ isSame: true });

    await tamper(`DELETE FROM credit_entry WHERE ${month} AND kind = 'refund'`);
    expect(await books()).toMatchObject({ ledger: { refunded: 0 }, isSame: false });
  });

  test('a month without a charge agrees', async () => {
    const { workspaceId } = await makeTenant(world);

    expect(await verifyMonth(world.db, { workspaceId, at: new Date() })).toMatchObject({
      counter: { used: 0, refunded: 0 },
      isSame: true,
    });
  });
});

describe('listLedger', () => {
  test('pages through a month, newest first, with the request that was charged', async () => {
    const tenant = await makeTenant(world);
    const { workspaceId } = tenant;
    await spend(tenant.caller(new Date('2026-03-31T23:59:59Z')), 9);
    const first = tenant.caller();
    const { entryId } = await spend(first, 5);
    await spend(tenant.caller(), 2);
    await refundOf(tenant, entryId);
    const page = (cursor?: string | null) =>
      listLedger(world.db, {
        workspaceId,
        month: new Date(),
        limit: 2,
        cursor: cursor ?? undefined,
      });

    const newest = await page();
    const oldest = await page(newest.nextCursor);

    expect(newest.rows).toMatchObject([
      { kind: 'refund', credits: 5, requestId: first.requestId },
      { kind: 'charge', credits: 2 },
    ]);
    expect(oldest).toMatchObject({
      rows: [
        {
          id: entryId,
          kind: 'charge',
          action: 'test',
          request: { id: first.requestId, method: 'GET', path: '/v1/me', key: { name: 'Key' } },
        },
      ],
      nextCursor: null,
    });
    const march = { workspaceId, month: new Date('2026-03-15T00:00:00Z'), limit: 10 };
    expect((await listLedger(world.db, march)).rows).toMatchObject([{ credits: 9 }]);
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
