import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let now = new Date();

beforeAll(async () => {
  world = await openTestApp({ clock: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  owner = await world.signUp();
});

function settings(path: string, input: object = {}) {
  const isQuery = ['plan.get', 'credits.balance', 'audit.list'].includes(path);
  const type = isQuery ? 'query' : 'mutation';
  const { cookie, slug: workspace } = owner;
  return callSettings(world, { cookie, path, type, input: { workspace, ...input } });
}

const nextMonth = () => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));

test('an upgrade counts at once', async () => {
  await settings('plan.change', { plan: 'max' });

  expect((await settings('plan.get')).data).toMatchObject({
    plan: 'max',
    next: null,
    activeKeys: 1,
    creditsPerMonth: { free: 0, pro: 100, max: 1_000 },
  });
  expect((await settings('credits.balance')).data).toMatchObject({ allowance: 1_000 });
});

test('a downgrade waits for the next month, is shown, and can be taken back', async () => {
  const changed = await settings('plan.change', { plan: 'free' });
  expect(changed.data).toEqual({ plan: 'free', from: nextMonth().toISOString() });
  expect((await settings('plan.get')).data).toMatchObject({
    plan: 'pro',
    next: { plan: 'free', from: nextMonth().toISOString() },
  });
  expect((await owner.call({ url: '/v1/me' })).statusCode).toBe(200);

  await settings('plan.change', { plan: 'pro' });

  expect((await settings('plan.get')).data).toMatchObject({ plan: 'pro', next: null });
  now = nextMonth();
  expect((await owner.call({ url: '/v1/me' })).statusCode).toBe(200);
  const { rows } = (await settings('audit.list', { kind: 'workspace' })).data;
  expect(rows.map(({ data }: { data: object }) => data).slice(0, 2)).toMatchObject([
    { before: 'pro', after: 'pro', takenBack: 'free' },
    { before: 'pro', after: 'free' },
  ]);
});

test('a downgrade to Free ends the API with the month', async () => {
  await settings('plan.change', { plan: 'free' });

  now = nextMonth();

  expect((await settings('plan.get')).data).toMatchObject({ plan: 'free', next: null });
  expect((await owner.call({ url: '/v1/me' })).statusCode).toBe(403);
});

test('choosing the plan one has leaves no entry', async () => {
  await settings('plan.change', { plan: 'pro' });

  const { rows } = (await settings('audit.list', { kind: 'workspace' })).data;
  expect(rows).toMatchObject([{ action: 'workspace.create' }]);
});

test('400: a plan that there is not', async () => {
  expect(await settings('plan.change', { plan: 'gold' })).toMatchObject({ status: 400 });
});
