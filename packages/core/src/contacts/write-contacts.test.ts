import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { createMeteredReads } from '../usage/metered-reads.ts';
import { createMeteredWrites, type MeteredWrites } from '../usage/metered-writes.ts';
import { createUsageWriter } from '../usage/usage-writer.ts';
import { CONTACT_READ, listContacts } from './read-contacts.ts';
import { type ContactsInput, type ContactsOutput, writeContacts } from './write-contacts.ts';

let world: TestWorld;
let tenant: TestTenant;
/** Two servers' worth of queues on one database. */
let servers: MeteredWrites<ContactsInput, ContactsOutput>[];

beforeAll(async () => {
  world = await openTestWorld();
  const clock = () => new Date();
  servers = [0, 1].map(() => {
    const usage = createUsageWriter({ pool: world.pool, clock });
    return createMeteredWrites({ pool: world.pool, clock, usage, perform: writeContacts });
  });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world);
});

async function submit(
  input: ContactsInput,
  { by = tenant, server = 0 } = {},
): Promise<ContactsOutput> {
  const caller = by.caller();
  const toRow = () => usageRowOf(caller);
  const { output } = await servers[server]!.submit({ caller, input, toRow });
  if (!output) throw new Error('Without an Idempotency-Key there is no kept answer.');
  return output;
}

const create = (...items: unknown[]) => submit({ kind: 'create', items, onConflict: 'reject' });
const idOf = (output: ContactsOutput, index = 0) => {
  const result = output.results[index];
  if (result?.status !== 'accepted') throw new Error(JSON.stringify(result));
  return result.contact_id;
};
const all = async (by = tenant) =>
  (await listContacts(world.db, { workspaceId: by.workspaceId, filter: {}, limit: 100 })).rows;

async function read(id: string) {
  const { pool } = world;
  const reads = createMeteredReads({ pool, clock: () => new Date(), plan: CONTACT_READ });
  const caller = tenant.caller();
  const outcome = await reads.submit({ caller, target: id, toRow: () => usageRowOf(caller) });
  return 'found' in outcome ? outcome.found : outcome.refusal;
}

test('every field is kept and read back', async () => {
  const item = {
    email: ' Ada@Example.com ',
    phone: '+49 30 1234567',
    display_name: 'Ada L.',
    first_name: 'Ada',
    last_name: 'Lovelace',
    company: 'Engines, Ltd. "{}" \\ \'',
    job_title: 'Countess',
    address: '12 St James’s Square',
    address2: '2nd floor',
    city: 'London',
    state: 'NULL',
    country: 'GB',
    zip_code: 'SW1Y',
    lead_status: 'new',
    lifecycle_stage: 'lead',
    tented_score: 12.5,
    unsubscribed: true,
    marketing_email_subscribed: false,
    marketing_sms_subscribed: null,
  };

  const id = idOf(await create(item));

  expect(await read(id)).toMatchObject({
    ...item,
    email: 'ada@example.com',
    phone: '+49301234567',
  });
});

test('a bad item is rejected with its issues and does not stop the others', async () => {
  const output = await create(
    { email: 'a@example.com', client_item_id: 'row-1' },
    { client_item_id: 'row-2' },
    { email: 'not an email', emial: 'x', client_item_id: 'row-3' },
    'text',
    { email: 'b@example.com', first_name: 'nul \0' },
  );

  expect(output).toMatchObject({ accepted: 1, rejected: 4 });
  expect(output.results).toMatchObject([
    { index: 0, client_item_id: 'row-1', status: 'accepted' },
    {
      index: 1,
      client_item_id: 'row-2',
      error: { code: 'invalid_item', message: 'Either email or phone is required' },
    },
    {
      index: 2,
      client_item_id: 'row-3',
      error: {
        code: 'invalid_item',
        issues: [
          { path: 'email', message: 'Invalid email address' },
          { path: 'emial', message: 'Unknown field' },
        ],
      },
    },
    { index: 3, error: { code: 'invalid_item' } },
    { index: 4, error: { code: 'invalid_item', issues: [{ path: 'first_name' }] } },
  ]);
});

test('many requests at once, on two servers, create one contact for one email', async () => {
  const outputs = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      submit(
        {
          kind: 'create',
          items: [{ email: 'one@example.com' }, { email: `own-${n}@example.com` }],
          onConflict: 'reject',
        },
        { server: n % 2 },
      ),
    ),
  );

  const firsts = outputs.map(({ results }) => results[0]!);
  expect(firsts.filter(({ status }) => status === 'accepted')).toHaveLength(1);
  expect(new Set(firsts.map(({ contact_id: id }) => id)).size).toBe(1);
  expect(await all()).toHaveLength(31);
});

test('update and delete by id, email and phone', async () => {
  const created = await create({ email: 'a@example.com', phone: '+4930111' }, { phone: '030222' });
  const [first, second] = [idOf(created, 0), idOf(created, 1)];

  const updated = await submit({
    kind: 'update',
    items: [
      { contact_id: first, email: 'new@example.com', company: 'A' },
      { phone: '030 222', company: 'B' },
      { email: 'a@example.com' },
      { contact_id: first, unsubscribed: null },
      { contact_id: 'no-uuid' },
    ],
  });

  expect(updated.results).toMatchObject([
    { status: 'accepted', contact_id: first },
    { status: 'accepted', contact_id: second },
    { error: { code: 'not_found' } },
    { error: { code: 'invalid_item' } },
    { error: { code: 'invalid_item' } },
  ]);
  expect(await read(first)).toMatchObject({
    email: 'new@example.com',
    company: 'A',
  });

  const deleted = await submit({
    kind: 'delete',
    items: [{ contact_id: first }, { phone: '030222' }, { email: 'x@example.com' }],
  });
  expect(deleted).toMatchObject({ accepted: 2, rejected: 1 });
  expect(await all()).toEqual([]);
});

test('two contacts exchange their emails in one request', async () => {
  const created = await create({ email: 'a@example.com' }, { email: 'b@example.com' });
  const [a, b] = [idOf(created, 0), idOf(created, 1)];

  const output = await submit({
    kind: 'update',
    items: [
      { contact_id: a, email: 'tmp@example.com' },
      { contact_id: b, email: 'a@example.com' },
      { contact_id: a, email: 'b@example.com' },
    ],
  });

  expect(output.accepted).toBe(3);
  expect((await all()).map(({ id, email }) => [id, email])).toEqual([
    [b, 'a@example.com'],
    [a, 'b@example.com'],
  ]);
});

test('clearing an email finds the contact that has the phone alone', async () => {
  const created = await create(
    { email: 'a@example.com', phone: '+4930111222' },
    { phone: '+4930111222' },
  );

  const output = await submit({
    kind: 'update',
    items: [{ email: null, contact_id: idOf(created, 0) }],
  });

  expect(output.results).toMatchObject([
    { status: 'rejected', contact_id: idOf(created, 1), error: { code: 'already_exists' } },
  ]);
});

test('on_conflict update changes the match', async () => {
  const id = idOf(await create({ email: 'a@example.com', company: 'Old', city: 'Paris' }));

  const output = await submit({
    kind: 'create',
    items: [{ email: 'A@example.com', company: 'New', city: null }],
    onConflict: 'update',
  });

  expect(idOf(output)).toBe(id);
  expect(await all()).toMatchObject([{ company: 'New', city: 'Paris' }]);
});

test('a new contact meets the one that has its phone alone, whatever is written beside it', async () => {
  const desk = idOf(await create({ phone: '+49301234567' }));
  const shared = idOf(await create({ email: 'ada@example.com', phone: '+49307654321' }));
  const taken = { accepted: 0, results: [{ status: 'rejected', contact_id: desk }] };

  expect(await create({ phone: '+49301234567' })).toMatchObject(taken);
  // In one batch with an update, more is looked for. The first two go alone, the others wait.
  const [, , , beside] = await Promise.all([
    create({ email: 'first@example.com' }),
    create({ email: 'second@example.com' }),
    submit({ kind: 'update', items: [{ contact_id: shared, company: 'Engines' }] }),
    create({ phone: '+49301234567' }),
  ]);
  expect(beside).toMatchObject(taken);
  const merged = await submit({
    kind: 'create',
    items: [{ email: 'desk@example.com', phone: '+49301234567' }],
    onConflict: 'update',
  });

  expect(idOf(merged)).toBe(desk);
  expect(await read(desk)).toMatchObject({ email: 'desk@example.com', phone: '+49301234567' });
  expect(await read(shared)).toMatchObject({ company: 'Engines' });
});

test('a phone that thousands share does not slow a request down', async () => {
  await world.pool.query(
    `INSERT INTO contact (workspace_id, id, email, phone, created_at, updated_at)
     SELECT $1, gen_random_uuid(), n || '@example.com', '+4930999', now(), now()
     FROM generate_series(1, 20000) AS n`,
    [tenant.workspaceId],
  );
  const tookMs: number[] = [];
  for (let n = 1; n <= 5; n += 1) {
    const startedAt = performance.now();
    const created = await create({ email: `new${n}@example.com`, phone: '+4930999' });
    const updated = await submit({ kind: 'update', items: [{ phone: '+4930999', company: 'X' }] });
    tookMs.push(performance.now() - startedAt);
    expect(created.accepted).toBe(1);
    expect(updated.results).toMatchObject([{ error: { code: 'ambiguous' } }]);
  }

  // The quickest, because others may be at work beside it.
  expect(Math.min(...tookMs)).toBeLessThan(100);
});

test("another workspace's contacts are neither matched, changed nor deleted", async () => {
  const id = idOf(await create({ email: 'a@example.com', phone: '+4930111222' }));
  const stranger = await makeTenant(world);

  const created = await submit(
    { kind: 'create', items: [{ email: 'a@example.com' }], onConflict: 'reject' },
    { by: stranger },
  );
  const touched = await Promise.all([
    submit(
      {
        kind: 'update',
        items: [
          { contact_id: id, company: 'X' },
          { phone: '+4930111222', company: 'X' },
        ],
      },
      { by: stranger },
    ),
    submit({ kind: 'delete', items: [{ contact_id: id }] }, { by: stranger }),
  ]);

  expect(created.accepted).toBe(1);
  for (const { accepted } of touched) expect(accepted).toBe(0);
  expect(await all()).toMatchObject([{ id, company: null }]);
});

test('a list finds by email, phone, part of a name, and time of change', async () => {
  await create({
    email: 'ada@example.com',
    phone: '+49 30 111222',
    first_name: 'Ada',
    company: '100% Engines',
  });
  await create({ email: 'bob@example.com', last_name: 'Noyce' });
  const find = async (filter: Parameters<typeof listContacts>[1]['filter']) =>
    (await listContacts(world.db, { workspaceId: tenant.workspaceId, filter, limit: 10 })).rows.map(
      ({ email }) => email,
    );

  expect(await find({ email: 'ADA@example.com ' })).toEqual(['ada@example.com']);
  expect(await find({ phone: '004930111222' })).toEqual(['ada@example.com']);
  expect(await find({ phone: 'nonsense' })).toEqual([]);
  expect(await find({ q: 'noy' })).toEqual(['bob@example.com']);
  expect(await find({ q: '100%' })).toEqual(['ada@example.com']);
  expect(await find({ q: '%' })).toEqual(['ada@example.com']);
  expect(await find({ updatedSince: new Date(Date.now() + 60_000) })).toEqual([]);
  expect(await find({})).toEqual(['bob@example.com', 'ada@example.com']);
});
