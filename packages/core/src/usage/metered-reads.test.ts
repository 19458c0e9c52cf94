import { inTransaction, openDatabase } from '@tented/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteApiKey } from '../api-keys/api-keys.ts';
import { rotateApiKey } from '../api-keys/rotate-api-key.ts';
import { CONTACT_READ } from '../contacts/read-contacts.ts';
import { newId } from '../ids.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { createMeteredReads, type MeteredReads, type ReadRequest } from './metered-reads.ts';
import { createUsageWriter } from './usage-writer.ts';
import type { Contact } from '../contacts/contact.ts';

let world: TestWorld;
let reads: MeteredReads<Contact>;

beforeAll(async () => {
  world = await openTestWorld();
  reads = openReads(world);
});
afterAll(() => world[Symbol.asyncDispose]());

function openReads({ pool }: Pick<TestWorld, 'pool'>) {
  return createMeteredReads({ pool, clock: () => new Date(), plan: CONTACT_READ });
}

async function makeContact({ workspaceId }: TestTenant): Promise<string> {
  const id = newId();
  const at = new Date();
  await world.db.contact.create({
    data: { workspaceId, id, email: `${id}@example.com`, createdAt: at, updatedAt: at },
  });
  return id;
}

function request(tenant: TestTenant, target: string, at?: Date): ReadRequest {
  const caller = tenant.caller(at);
  const route = '/v1/contacts/{contactId}';
  return { caller, target, toRow: () => usageRowOf(caller, { route }) };
}

const remove = ({ workspaceId, keyId }: TestTenant) =>
  deleteApiKey(world.db, { userId: null, at: new Date() }, { workspaceId, id: keyId });

const storedRow = ({ caller }: ReadRequest) =>
  world.db.usageLog.findFirst({ where: { id: caller.requestId } });

test('a thing is found, and its row is durable, when submit resolves', async () => {
  const tenant = await makeTenant(world);
  const id = await makeContact(tenant);
  const asked = request(tenant, id);

  expect(await reads.submit(asked)).toMatchObject({
    found: { id, email: `${id}@example.com`, phone: null, created_at: expect.any(Date) },
  });

  expect(await storedRow(asked)).toMatchObject({
    workspaceId: tenant.workspaceId,
    keyId: tenant.keyId,
    status: 200,
    errorCode: null,
    error: null,
  });
  const key = await world.db.apiKey.findFirstOrThrow({ where: { id: tenant.keyId } });
  expect(key.lastUsedAt).not.toBeNull();
});

test('requests that wait together share commits, and each gets its own answer', async () => {
  const tenants = await Promise.all([makeTenant(world), makeTenant(world), makeTenant(world)]);
  const ids = await Promise.all(tenants.map(makeContact));

  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, n) => reads.submit(request(tenants[n % 3]!, ids[n % 3]!))),
  );

  const { rows } = await world.pool.query<{ commits: number }>(
    'SELECT count(DISTINCT xmin::text)::integer AS commits FROM usage_log WHERE workspace_id = ANY ($1)',
    [tenants.map(({ workspaceId }) => workspaceId)],
  );
  expect(rows[0]!.commits).toBeLessThan(20);
  answers.forEach((answer, n) => expect(answer).toMatchObject({ found: { id: ids[n % 3] } }));
  for (const { workspaceId } of tenants) {
    expect(await world.db.usageLog.count({ where: { workspaceId } })).toBe(100);
  }
});

test('what is not there, or is another workspace’s, is one and the same 404 beside its neighbours', async () => {
  const [tenant, stranger] = [await makeTenant(world), await makeTenant(world)];
  const [mine, theirs] = [await makeContact(tenant), await makeContact(stranger)];
  const asked = [newId(), theirs, mine].map((id) => request(tenant, id));

  const answers = await Promise.all(asked.map((each) => reads.submit(each)));

  expect(answers.slice(0, 2)).toMatchObject([
    { refusal: { code: 'not_found', message: 'Contact not found.' }, status: 404 },
    { refusal: { code: 'not_found', message: 'Contact not found.' }, status: 404 },
  ]);
  expect(answers[2]).toMatchObject({ found: { id: mine } });
  expect(await storedRow(asked[1]!)).toMatchObject({
    status: 404,
    errorCode: 'not_found',
    error: { message: 'Contact not found.' },
  });
});

describe('the key is checked by the commit itself', () => {
  test('a deleted key finds nothing, and does not touch its neighbours', async () => {
    const [dead, alive] = [await makeTenant(world), await makeTenant(world)];
    const [lost, kept] = [await makeContact(dead), await makeContact(alive)];
    await remove(dead);
    const late = request(dead, lost);

    const answers = await Promise.all([reads.submit(late), reads.submit(request(alive, kept))]);

    expect(answers).toMatchObject([
      { refusal: { code: 'unauthorized' }, status: 401 },
      { found: { id: kept } },
    ]);
    expect(await storedRow(late)).toMatchObject({ status: 401, errorCode: 'unauthorized' });
  });

  test('the first use of a new secret ends the one before it', async () => {
    const tenant = await makeTenant(world);
    const { workspaceId, keyId } = tenant;
    const target = await makeContact(tenant);
    await rotateApiKey(
      world.db,
      { userId: null, at: new Date() },
      { workspaceId, id: keyId, grace: 'first_use' },
    );
    const readWith = (secretNumber: number) => {
      const caller = tenant.caller(new Date(), secretNumber);
      return reads.submit({ caller, target, toRow: () => usageRowOf(caller) });
    };

    expect(await readWith(1)).toHaveProperty('found');
    const together = await Promise.all([readWith(1), readWith(2)]);
    expect(together[1]).toHaveProperty('found');
    expect(await readWith(1)).toMatchObject({ status: 401 });
    expect(await readWith(2)).toHaveProperty('found');
  });

  test('a plan without API access becomes 403', async () => {
    const tenant = await makeTenant(world);
    const asked = request(tenant, await makeContact(tenant));
    await world.db.workspace.update({ where: { id: tenant.workspaceId }, data: { plan: 'free' } });

    expect(await reads.submit(asked)).toMatchObject({
      refusal: { code: 'plan_required' },
      status: 403,
    });
    expect(await storedRow(asked)).toMatchObject({ status: 403, errorCode: 'plan_required' });
  });

  test('deleting a key waits for a read that has locked it', async () => {
    const tenant = await makeTenant(world);
    const id = await makeContact(tenant);
    let isDeleted = false;
    const statuses: { isFound: boolean; wasSentAfter: boolean }[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      const send = async () => {
        const wasSentAfter = isDeleted;
        const outcome = await reads.submit(request(tenant, id));
        statuses.push({ isFound: 'found' in outcome, wasSentAfter });
      };
      while (!isDeleted) await send();
      await send();
    });
    while (statuses.length < 40) await new Promise((resolve) => setImmediate(resolve));

    await remove(tenant);
    isDeleted = true;
    await Promise.all(clients);

    expect(statuses.some(({ isFound }) => isFound)).toBe(true);
    const late = statuses.filter(({ wasSentAfter }) => wasSentAfter);
    expect(late.length).toBeGreaterThanOrEqual(8);
    for (const { isFound } of late) expect(isFound).toBe(false);
  });
});

test('a wait for the database is part of the duration in the row', async () => {
  const tenant = await makeTenant(world);
  const asked = request(tenant, await makeContact(tenant));
  let answer: Promise<unknown> | undefined;

  await inTransaction(world.pool, async (blocker) => {
    await blocker.query('SELECT FROM api_key WHERE id = $1 FOR UPDATE', [tenant.keyId]);
    answer = reads.submit(asked);
    await blocker.query('SELECT pg_sleep(0.2)');
  });
  await answer;

  expect((await storedRow(asked))?.durationMs).toBeGreaterThan(100);
});

test('a row that stands already is not written twice: its answer stands, or nobody is told one', async () => {
  const tenant = await makeTenant(world);
  const usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
  const id = await makeContact(tenant);
  const [same, other] = [request(tenant, id), request(tenant, id)];
  await usage.append(usageRowOf(same.caller, { status: 200 }), { needsKey: true });
  await usage.append(usageRowOf(other.caller, { status: 503 }), { needsKey: true });

  const [first, second, third] = await Promise.allSettled(
    [same, other, request(tenant, id)].map((each) => reads.submit(each)),
  );

  expect(first).toMatchObject({ value: { found: { id } } });
  expect(second).toMatchObject({ reason: { name: 'UncertainOutcome' } });
  expect(third).toMatchObject({ value: { found: { id } } });
  expect(await world.db.usageLog.count({ where: { workspaceId: tenant.workspaceId } })).toBe(3);
});

test('a month without a partition gets one', async () => {
  const tenant = await makeTenant(world);
  const asked = request(tenant, await makeContact(tenant), new Date('2032-02-29T12:00:00Z'));

  expect(await reads.submit(asked)).toHaveProperty('found');
  expect(await storedRow(asked)).not.toBeNull();
});

test('a connection that breaks under a batch loses no answer and doubles no row', async () => {
  const tenant = await makeTenant(world);
  const id = await makeContact(tenant);
  const kill = () =>
    world.db.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%answered AS%'
        AND query NOT LIKE '%pg_terminate%'`;

  const answers = Array.from({ length: 300 }, async (_, index) => {
    if (index % 60 === 0) await kill();
    return reads.submit(request(tenant, id));
  });

  for (const answer of await Promise.all(answers)) expect(answer).toHaveProperty('found');
  expect(await world.db.usageLog.count({ where: { workspaceId: tenant.workspaceId } })).toBe(300);
});

test('a full queue and a database that is away are said at once, or soon, and nothing is read', async () => {
  const nowhere = openDatabase('postgresql://nobody@127.0.0.1:1/none');
  const blind = openReads(nowhere);
  const tenant = await makeTenant(world);
  const id = newId();

  const answers = await Promise.allSettled(
    Array.from({ length: 6_000 }, () => blind.submit(request(tenant, id))),
  );

  for (const answer of answers) {
    expect(answer).toMatchObject({ reason: { code: 'unavailable', retryAfterSeconds: 1 } });
  }
  await nowhere.close();
});
