import { inTransaction } from '@tented/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { charge } from '../credits/charge.ts';
import { refund } from '../credits/refund.ts';
import { newId } from '../ids.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { getUsage } from './get-usage.ts';
import type { UsageFilter } from './usage-filter.ts';
import type { UsageRow } from './usage-row.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';

let world: TestWorld;
let usage: UsageWriter;
let tenant: TestTenant;

const noon = new Date('2026-03-13T12:00:00.000Z');
const minute = (n: number) => new Date(noon.getTime() + n * 60_000);

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => noon });
  tenant = await makeTenant(world, { at: minute(-60) });
});
afterAll(() => world[Symbol.asyncDispose]());

const append = async (at: Date, changes: Partial<UsageRow> = {}) => {
  const row = usageRowOf(tenant.caller(at), changes);
  await usage.append(row, { needsKey: false });
  return row.id;
};

const get = (id: string, filter: UsageFilter = {}, { workspaceId } = tenant) =>
  getUsage(world.reader, { workspaceId, plan: 'pro', at: minute(60), filter }, id);

test('everything about a request: what its caller was told, and its credits as the ledger has them', async () => {
  const caller = tenant.caller(minute(1));
  const paid = await inTransaction(world.pool, (tx) =>
    charge(tx, caller, { action: 'tent.create', credits: 2 }),
  );
  const issues = [{ path: 'items.0.email', message: 'Invalid email address' }];
  const error = { message: 'Invalid request', details: { issues } };
  const row = usageRowOf(caller, {
    status: 400,
    errorCode: 'invalid_request',
    error,
    creditsCharged: 2,
  });
  await usage.append(row, { needsKey: false });
  await inTransaction(world.pool, (tx) =>
    refund(tx, { workspaceId: tenant.workspaceId, chargeId: paid.entryId, at: minute(5) }),
  );

  const { entry, ledger } = await get(row.id);

  expect(entry).toMatchObject({
    id: row.id,
    status: 400,
    error,
    key: { name: 'Key' },
    creditsCharged: 2,
    creditsRefunded: 2,
  });
  expect(ledger).toMatchObject([
    { kind: 'charge', credits: 2, action: 'tent.create', createdAt: minute(1) },
    { kind: 'refund', credits: 2, action: 'tent.create', createdAt: minute(5) },
  ]);
});

test('its neighbours are those that the filter lets through', async () => {
  const [first, second, third] = [
    await append(minute(10), { status: 404 }),
    await append(minute(11)),
    await append(minute(12), { status: 404 }),
  ];
  const notFound = { statuses: [{ from: 404, to: 404 }] };

  expect(await get(third)).toMatchObject({ olderId: second, newerId: null });
  expect(await get(third, notFound)).toMatchObject({ olderId: first, newerId: null });
  expect(await get(second, notFound)).toMatchObject({ olderId: first, newerId: third });
});

test('what does not exist, belongs to others, or is older than the plan shows is not found', async () => {
  const id = await append(minute(20));
  const old = await append(new Date('2025-11-01T00:00:00Z'));
  const stranger = await makeTenant(world);

  await expect(get(newId(noon))).rejects.toMatchObject({ code: 'not_found' });
  await expect(get(id, {}, stranger)).rejects.toMatchObject({ code: 'not_found' });
  await expect(get(old)).rejects.toMatchObject({ code: 'not_found' });
});
