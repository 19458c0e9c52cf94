import { inTransaction, type Plan } from '@tented/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import { writeContacts } from '../contacts/write-contacts.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { createMeteredWrites } from '../usage/metered-writes.ts';
import { oneByOne } from '../usage/one-by-one.ts';
import { createUsageWriter } from '../usage/usage-writer.ts';
import { changePlan } from '../workspaces/workspaces.ts';
import { getBalance } from './balance.ts';
import { charge } from './charge.ts';
import { refund } from './refund.ts';
import { verifyCredits } from './verify.ts';

let world: TestWorld;
/** The server's clock; a request's own moment is its caller's. */
let now = new Date();

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

function open<Input, Output>(
  perform: Parameters<typeof createMeteredWrites<Input, Output>>[0]['perform'],
) {
  const clock = () => now;
  const usage = createUsageWriter({ pool: world.pool, clock });
  return { usage, writes: createMeteredWrites({ pool: world.pool, clock, usage, perform }) };
}

/** Charges as a public request does: with its row, by the server's clock. */
async function spend(caller: Caller, credits: number): Promise<string> {
  const { writes } = open<number, string>(
    oneByOne(async (tx, { input }) => {
      const { entryId } = await charge(tx, caller, { action: 'test', credits: input });
      return { output: entryId, creditsCharged: input };
    }),
  );
  const written = await writes.submit({
    caller,
    input: credits,
    toRow: ({ creditsCharged }) => usageRowOf(caller, { method: 'POST', creditsCharged }),
  });
  return written.output!;
}

const spendAt = (tenant: TestTenant, at: string | Date, credits: number) => {
  now = new Date(at);
  return spend(tenant.caller(now), credits);
};
const balanceAt = ({ workspaceId }: TestTenant, at: string) =>
  getBalance(world.db, { workspaceId, at: new Date(at) });
const change = (
  { userId, workspaceId }: TestTenant,
  plan: Plan,
  { at, isForced = false }: { at: string; isForced?: boolean },
) => changePlan(world.db, { userId, at: new Date(at) }, { workspaceId, plan, isForced });

const REFUSED = { code: 'insufficient_credits' };

describe('the allowance of a month ends with its last millisecond', () => {
  test.each([
    ['after 31 days', '2027-01-31T23:59:59.999Z', '2027-02-01T00:00:00.000Z'],
    ['after 30 days', '2027-04-30T23:59:59.999Z', '2027-05-01T00:00:00.000Z'],
    ['after a February', '2027-02-28T23:59:59.999Z', '2027-03-01T00:00:00.000Z'],
    ['after a leap day', '2028-02-29T23:59:59.999Z', '2028-03-01T00:00:00.000Z'],
    ['after a February of a century', '2100-02-28T23:59:59.999Z', '2100-03-01T00:00:00.000Z'],
    ['with the year', '2027-12-31T23:59:59.999Z', '2028-01-01T00:00:00.000Z'],
  ])('%s', async (_, last, first) => {
    const tenant = await makeTenant(world, { at: new Date('2026-01-01T00:00:00Z') });
    await spendAt(tenant, last, 100);
    await expect(spendAt(tenant, last, 1)).rejects.toMatchObject({
      ...REFUSED,
      retryAfterSeconds: 1,
    });

    await spendAt(tenant, first, 100);

    expect(await balanceAt(tenant, last)).toMatchObject({ used: 100, periodEnd: new Date(first) });
    expect(await balanceAt(tenant, first)).toMatchObject({
      used: 100,
      periodStart: new Date(first),
    });
    await expect(spendAt(tenant, first, 1)).rejects.toMatchObject(REFUSED);
  });

  test('on the 28th of February of a leap year there is a day left', async () => {
    const tenant = await makeTenant(world, { at: new Date('2026-01-01T00:00:00Z') });
    await spendAt(tenant, '2028-02-28T00:00:00Z', 100);

    await expect(spendAt(tenant, '2028-02-28T23:59:59Z', 1)).rejects.toMatchObject({
      ...REFUSED,
      retryAfterSeconds: 24 * 60 * 60 + 1,
    });
  });
});

describe('a request that arrives before the turn and is committed after it', () => {
  const arrivedAt = new Date('2027-12-31T23:59:59.999Z');
  const committedAt = new Date('2028-01-01T00:00:03.000Z');

  test('is paid in the month in which it arrived, and logged there', async () => {
    const tenant = await makeTenant(world, { at: new Date('2027-12-01T00:00:00Z') });
    const caller = tenant.caller(arrivedAt);
    now = committedAt;

    await spend(caller, 7);

    expect(await balanceAt(tenant, '2027-12-31T00:00:00Z')).toMatchObject({ used: 7 });
    expect(await balanceAt(tenant, '2028-01-01T00:00:00Z')).toMatchObject({ used: 0 });
    const { rows } = await world.pool.query(
      'SELECT credits_charged FROM usage_log_2027_12 WHERE id = $1',
      [caller.requestId],
    );
    expect(rows).toEqual([{ credits_charged: 7 }]);
  });

  test('is refused when that month has nothing left, although the next one has', async () => {
    const tenant = await makeTenant(world, { at: new Date('2027-12-01T00:00:00Z') });
    await spendAt(tenant, '2027-12-30T00:00:00Z', 100);
    now = committedAt;

    await expect(spend(tenant.caller(arrivedAt), 1)).rejects.toMatchObject(REFUSED);
    await spend(tenant.caller(committedAt), 1);
  });

  test('gets its credits back in that month, however late', async () => {
    const tenant = await makeTenant(world, { at: new Date('2027-12-01T00:00:00Z') });
    now = committedAt;
    const chargeId = await spend(tenant.caller(arrivedAt), 7);
    const { workspaceId } = tenant;
    const at = new Date('2028-02-29T12:00:00Z');

    await inTransaction(world.pool, (tx) => refund(tx, { workspaceId, chargeId, at }));

    expect(await balanceAt(tenant, '2027-12-31T00:00:00Z')).toMatchObject({
      used: 0,
      refunded: 7,
    });
    expect(await balanceAt(tenant, '2028-02-29T00:00:00Z')).toMatchObject({ refunded: 0 });
  });
});

describe('a downgrade counts from the next month', () => {
  test.each([
    ['2027-01-31T23:59:59.999Z', '2027-02-01T00:00:00.000Z'],
    ['2028-01-31T12:00:00.000Z', '2028-02-01T00:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', '2028-03-01T00:00:00.000Z'],
    ['2027-12-31T12:00:00.000Z', '2028-01-01T00:00:00.000Z'],
  ])('%s: from %s', async (at, from) => {
    const tenant = await makeTenant(world, { plan: 'max', at: new Date('2026-01-01T00:00:00Z') });
    await spendAt(tenant, at, 300);

    expect(await change(tenant, 'pro', { at })).toEqual({ plan: 'pro', from: new Date(from) });

    await spendAt(tenant, at, 700);
    await spendAt(tenant, from, 100);
    await expect(spendAt(tenant, from, 1)).rejects.toMatchObject(REFUSED);
  });
});

describe('a plan that changes within a month', () => {
  const [early, middle, late] = [
    '2027-03-02T10:00:00Z',
    '2027-03-15T10:00:00Z',
    '2027-03-30T10:00:00Z',
  ];

  test('an upgrade counts at once: what was used stays used, the rest can be spent', async () => {
    const tenant = await makeTenant(world, { at: new Date(early) });
    await spendAt(tenant, early, 100);
    await expect(spendAt(tenant, middle, 1)).rejects.toMatchObject(REFUSED);

    await change(tenant, 'max', { at: middle });

    expect(await balanceAt(tenant, middle)).toMatchObject({ allowance: 1_000, remaining: 900 });
    await spendAt(tenant, late, 900);
    await expect(spendAt(tenant, late, 1)).rejects.toMatchObject(REFUSED);
  });

  test('usage above the new allowance refuses further charges, and nothing else', async () => {
    const tenant = await makeTenant(world, { plan: 'max', at: new Date(early) });
    const chargeId = await spendAt(tenant, early, 300);
    await change(tenant, 'pro', { at: middle, isForced: true });
    await expect(spendAt(tenant, late, 1)).rejects.toMatchObject(REFUSED);

    const { usage, writes } = open(writeContacts);
    const [reader, writer] = [tenant.caller(new Date(late)), tenant.caller(new Date(late))];
    expect(await usage.append(usageRowOf(reader), { needsKey: true })).toEqual({ status: 200 });
    const written = await writes.submit({
      caller: writer,
      input: { kind: 'create', items: [{ email: 'a@example.com' }], onConflict: 'reject' },
      toRow: () => usageRowOf(writer, { method: 'POST' }),
    });
    expect(written.output).toMatchObject({ accepted: 1 });

    const { workspaceId } = tenant;
    await inTransaction(world.pool, (tx) =>
      refund(tx, { workspaceId, chargeId, at: new Date(late) }),
    );
    await spendAt(tenant, late, 100);
  });

  test('up and down and up again: the month grants what the plan of the moment grants', async () => {
    const tenant = await makeTenant(world, { at: new Date(early) });
    await spendAt(tenant, early, 50);
    await change(tenant, 'max', { at: early });
    await spendAt(tenant, early, 400);
    await change(tenant, 'pro', { at: middle, isForced: true });
    await expect(spendAt(tenant, middle, 1)).rejects.toMatchObject(REFUSED);
    await change(tenant, 'max', { at: late });

    await spendAt(tenant, late, 550);
    await expect(spendAt(tenant, late, 1)).rejects.toMatchObject(REFUSED);
  });
});

describe('a change of plan that arrives before the turn and is committed after a charge of the next month', () => {
  const before = '2027-03-31T23:59:59.999Z';
  const after = '2027-04-01T00:00:00.000Z';

  test('an upgrade counts in both months', async () => {
    const tenant = await makeTenant(world, { at: new Date('2027-03-01T00:00:00Z') });
    await spendAt(tenant, before, 10);
    await spendAt(tenant, after, 100);

    await change(tenant, 'max', { at: before });

    await spendAt(tenant, before, 990);
    await spendAt(tenant, after, 900);
    expect(await balanceAt(tenant, before)).toMatchObject({ used: 1_000, allowance: 1_000 });
    expect(await balanceAt(tenant, after)).toMatchObject({ used: 1_000, allowance: 1_000 });
  });

  test('a downgrade counts in the month that is open already', async () => {
    const tenant = await makeTenant(world, {
      plan: 'max',
      at: new Date('2027-03-01T00:00:00Z'),
    });
    await spendAt(tenant, before, 10);
    await spendAt(tenant, after, 60);

    await change(tenant, 'pro', { at: before });

    await spendAt(tenant, before, 990);
    await spendAt(tenant, after, 40);
    await expect(spendAt(tenant, after, 1)).rejects.toMatchObject(REFUSED);
  });
});

test('all of these books agree', async () => {
  const { differences, periods } = await verifyCredits(world.pool);

  expect(differences).toEqual([]);
  expect(periods).toBeGreaterThan(20);
});
