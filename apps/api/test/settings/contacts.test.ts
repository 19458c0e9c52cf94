import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await world.signUp();
});

const call = (type: 'query' | 'mutation', path: string, input: object, by = owner) =>
  callSettings(world, {
    cookie: by.cookie,
    type,
    path: `contacts.${path}`,
    input: { workspace: owner.slug, ...input },
  });

const create = async (fields: object) =>
  (await call('mutation', 'create', { fields })).data.id as string;

describe('contacts in the web app', () => {
  test('are created, found, changed and deleted, without a row of usage', async () => {
    const id = await create({ email: ' ADA@example.com', first_name: 'Ada', company: 'Engines' });

    expect((await call('query', 'list', { q: 'engines' })).data.rows).toMatchObject([
      { id, email: 'ada@example.com' },
    ]);
    await call('mutation', 'update', { id, fields: { company: null, email: 'a@example.com' } });
    expect((await call('query', 'get', { id })).data).toMatchObject({
      email: 'a@example.com',
      first_name: 'Ada',
      company: null,
    });
    expect((await call('mutation', 'delete', { ids: [id] })).data).toEqual({ deleted: 1 });
    expect((await call('mutation', 'delete', { ids: [id] })).data).toEqual({ deleted: 0 });
    expect((await call('query', 'get', { id })).status).toBe(404);
    const { workspaceId } = owner;
    expect(await world.database.db.usageLog.count({ where: { workspaceId } })).toBe(0);
  });

  test('what is wrong with a field is said by its name; a double is a conflict', async () => {
    const invalid = await call('mutation', 'create', { fields: { email: 'nobody' } });
    expect(invalid).toMatchObject({
      status: 400,
      error: { data: { issues: [{ path: 'email' }] } },
    });

    await create({ email: 'ada@example.com' });
    const double = await call('mutation', 'create', { fields: { email: 'ada@example.com' } });
    expect(double).toMatchObject({ status: 409, error: { data: { code: 'conflict' } } });
  });

  test('a viewer reads and changes nothing', async () => {
    const viewer = await world.join(owner, 'viewer');
    const id = await create({ email: 'ada@example.com' });

    expect((await call('query', 'list', {}, viewer)).status).toBe(200);
    for (const [path, input] of [
      ['create', { fields: { email: 'b@example.com' } }],
      ['update', { id, fields: {} }],
      ['delete', { ids: [id] }],
      ['import', { rows: [{ email: 'b@example.com' }], onConflict: 'skip' }],
    ] as const) {
      expect((await call('mutation', path, input, viewer)).status, path).toBe(403);
    }
  });

  test('a file is imported row by row, and each row is told what became of it', async () => {
    const known = await create({ email: 'ada@example.com', first_name: 'Ada' });
    const rows = [
      { email: 'ada@example.com', first_name: 'Augusta' },
      { email: 'grace@example.com' },
      { email: 'grace@example.com', company: 'Navy' },
      { email: 'nobody' },
      { first_name: 'Without address' },
      { email: 'x@example.com', shoe_size: '42' },
    ];

    const skipping = await call('mutation', 'import', { rows, onConflict: 'skip' });
    expect(skipping.data).toEqual([
      { index: 0, outcome: 'skipped', contactId: known, reason: expect.any(String) },
      { index: 1, outcome: 'created', contactId: expect.any(String) },
      { index: 2, outcome: 'skipped', contactId: expect.any(String), reason: expect.any(String) },
      { index: 3, outcome: 'failed', reason: 'email: Invalid email address' },
      { index: 4, outcome: 'failed', reason: expect.stringContaining('email or phone') },
      { index: 5, outcome: 'failed', reason: 'shoe_size: Unknown field' },
    ]);

    const updating = await call('mutation', 'import', { rows, onConflict: 'update' });
    expect(updating.data.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'updated',
      'updated',
      'updated',
      'failed',
      'failed',
      'failed',
    ]);
    expect((await call('query', 'get', { id: known })).data).toMatchObject({
      first_name: 'Augusta',
    });
  });

  test('a new contact that comes twice in a file is created once and then updated', async () => {
    const rows = [{ email: 'grace@example.com' }, { email: 'grace@example.com', company: 'Navy' }];

    const { data } = await call('mutation', 'import', { rows, onConflict: 'update' });

    expect(data).toMatchObject([{ outcome: 'created' }, { outcome: 'updated' }]);
  });
});
