import { inTransaction } from '@tented/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { charge } from '../credits/charge.ts';
import { refund } from '../credits/refund.ts';
import { verifyCredits } from '../credits/verify.ts';
import {
  makeTenant,
  openTestWorld,
  sealCompletely,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { dropOldUsage } from './drop-old-usage.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';

let world: TestWorld;
let usage: UsageWriter;
let tenant: TestTenant;

const month = (text: string) => new Date(`${text}-01T00:00:00.000Z`);
/** 400 days after the last instant of January 2024, and a day more. */
const now = new Date('2025-03-08T12:00:00Z');

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => now });
  tenant = await makeTenant(world, { plan: 'max', at: month('2023-12') });
});
afterAll(() => world[Symbol.asyncDispose]());

async function spend(at: string, credits: number): Promise<string> {
  const caller = tenant.caller(new Date(at));
  const { entryId } = await inTransaction(world.pool, (tx) =>
    charge(tx, caller, { action: 'test', credits }),
  );
  await usage.append(usageRowOf(caller, { creditsCharged: credits }), { needsKey: false });
  return entryId;
}

const rowsOf = async (text: string) => {
  const { rows } = await world.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM usage_log
     WHERE date_trunc('month', occurred_at, 'UTC') = $1`,
    [month(text)],
  );
  return rows[0]!.n;
};

test('whole months that no plan shows go, and their credits stay in the books', async () => {
  const refunded = await spend('2024-01-31T23:59:59.999Z', 5);
  await spend('2024-01-02T00:00:00Z', 2);
  await spend('2024-02-01T00:00:00Z', 3);
  await inTransaction(world.pool, (tx) =>
    refund(tx, { workspaceId: tenant.workspaceId, chargeId: refunded, at: now }),
  );
  await sealCompletely(world);

  expect(await dropOldUsage(world.pool, now)).toMatchObject({ withheld: [] });

  expect([await rowsOf('2024-01'), await rowsOf('2024-02')]).toEqual([0, 1]);
  const closed = await world.db.usageClosedMonth.findMany();
  expect(closed).toMatchObject([
    { startsAt: month('2024-01'), creditsCharged: 7, creditsRefunded: 5 },
  ]);
  const sums = await world.db.usageHour.findMany({ where: { hour: { lt: month('2024-02') } } });
  expect(sums).toEqual([]);
  expect(await verifyCredits(world.pool)).toEqual({ periods: 2, differences: [] });
});

test('what was written down is checked like any other book', async () => {
  const tamper = (by: number) =>
    world.pool.query('UPDATE usage_closed_month SET credits_charged = credits_charged + $1', [by]);

  await tamper(1);
  const { differences } = await verifyCredits(world.pool);
  await tamper(-1);

  expect(differences).toMatchObject([{ startsAt: month('2024-01'), used: 2, ledger: 2, log: 3 }]);
});

test('a month whose books differ is evidence, and stays', async () => {
  const later = new Date('2025-04-10T00:00:00Z');
  await world.pool.query(
    `UPDATE usage_log SET credits_charged = credits_charged + 1 WHERE occurred_at >= $1`,
    [month('2024-02')],
  );

  expect(await dropOldUsage(world.pool, later)).toMatchObject({ withheld: [month('2024-02')] });
  expect(await rowsOf('2024-02')).toBe(1);
});

test('a run that was broken off is finished by the next one', async () => {
  const later = new Date('2025-04-10T00:00:00Z');
  await world.pool.query('UPDATE usage_log SET credits_charged = 3 WHERE credits_charged = 4');
  // As it is left behind when the server dies between taking the partition out and dropping it.
  await world.pool.query(
    `INSERT INTO usage_closed_month SELECT workspace_id, $1, 3, 0 FROM usage_log WHERE credits_charged = 3`,
    [month('2024-02')],
  );
  await world.pool.query('ALTER TABLE usage_log DETACH PARTITION usage_log_2024_02');

  const { months } = await dropOldUsage(world.pool, later);

  expect(months).toContainEqual(month('2024-02'));
  const { rows } = await world.pool.query(`SELECT to_regclass('usage_log_2024_02') AS partition`);
  expect(rows).toEqual([{ partition: null }]);
  expect(await verifyCredits(world.pool)).toEqual({ periods: 2, differences: [] });
});
