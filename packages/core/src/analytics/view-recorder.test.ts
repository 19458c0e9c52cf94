import { randomUUID } from 'node:crypto';
import { openDatabase } from '@tented/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { makeTenant, openTestWorld, type TestTenant, type TestWorld } from '../testing.ts';
import { getWorkspaceAnalytics } from './read-analytics.ts';
import { verifyViews } from './verify-views.ts';
import { forgetOldViews } from './view-partitions.ts';
import { createViewRecorder, type SeenView } from './view-recorder.ts';

let world: TestWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0';
const AT = new Date('2026-03-13T12:00:00.000Z');
const TENT = randomUUID();

const view = (changes: Partial<SeenView> = {}): SeenView => ({
  workspaceId: tenant.workspaceId,
  tentId: TENT,
  id: newId(changes.at ?? AT),
  at: AT,
  address: '192.0.2.1',
  userAgent: FIREFOX,
  referrer: undefined,
  countryCode: undefined,
  ...changes,
});

const numbers = async (at = AT) => {
  const { visits, pageviews } = await getWorkspaceAnalytics(world.pool, {
    workspaceId: tenant.workspaceId,
    days: 7,
    at,
  });
  return { visits, pageviews };
};

beforeAll(async () => {
  tenant = await makeTenant(world);
});

test('a visit is one visitor in one UTC day, in one workspace', async () => {
  const recorder = createViewRecorder({ pool: world.pool });
  const lateAt = new Date('2026-03-12T23:59:59.999Z');
  const other = await makeTenant(world);
  for (const seen of [
    view(),
    view(),
    view({ address: '192.0.2.2' }),
    view({ userAgent: FIREFOX.replaceAll('133', '134') }),
    // The same person on another tent is the same visitor of the workspace.
    view({ tentId: randomUUID() }),
    view({ at: lateAt }),
    view({ workspaceId: other.workspaceId }),
  ]) {
    recorder.record(seen);
  }
  await recorder.close();

  expect(await numbers()).toEqual({ visits: 4, pageviews: 6 });
  expect(await numbers(lateAt)).toEqual({ visits: 1, pageviews: 1 });
  expect(await verifyViews(world.pool)).toEqual([]);
});

test.each([
  ['2025-12-31', '2026-01-01'],
  ['2026-01-31', '2026-02-01'],
  ['2026-02-28', '2026-03-01'],
  ['2028-02-29', '2028-03-01'],
])('a range goes over the end of a month: %s and %s', async (last, first) => {
  const somebody = await makeTenant(world);
  const recorder = createViewRecorder({ pool: world.pool });
  const seen = { workspaceId: somebody.workspaceId, countryCode: 'SE' };
  for (const [day, views] of [
    [last, 2],
    [first, 3],
  ] as const) {
    for (let count = 0; count < views; count += 1) {
      recorder.record(view({ ...seen, at: new Date(`${day}T12:00:00.000Z`) }));
    }
  }
  await recorder.close();

  const read = (days: number) =>
    getWorkspaceAnalytics(world.pool, {
      workspaceId: somebody.workspaceId,
      days,
      at: new Date(`${first}T23:00:00.000Z`),
    });
  expect(await read(2)).toMatchObject({
    pageviews: 5,
    visits: 2,
    days: [
      { day: last, pageviews: 2, visits: 1 },
      { day: first, pageviews: 3, visits: 1 },
    ],
    country: [{ value: 'Sweden', views: 5 }],
  });
  expect(await read(1)).toMatchObject({ country: [{ value: 'Sweden', views: 3 }] });
  expect((await read(90)).days).toHaveLength(90);
  expect(await verifyViews(world.pool)).toEqual([]);
});

test('what was seen on other days of the month alone is not in a range', async () => {
  const somebody = await makeTenant(world);
  const recorder = createViewRecorder({ pool: world.pool });
  const seen = { workspaceId: somebody.workspaceId };
  const earlier = new Date('2026-03-02T12:00:00.000Z');
  recorder.record(view({ ...seen, referrer: 'https://old.example', at: earlier }));
  recorder.record(view({ ...seen, referrer: 'https://new.example' }));
  await recorder.close();

  const { referrer } = await getWorkspaceAnalytics(world.pool, { ...seen, days: 7, at: AT });

  expect(referrer).toEqual([{ value: 'new.example', views: 1 }]);
});

test('nothing that is stored tells who a visitor was', async () => {
  const address = '198.51.100.77';
  const recorder = createViewRecorder({ pool: world.pool });
  recorder.record(view({ address, referrer: 'https://a.example/?token=secret' }));
  await recorder.close();

  const { rows } = await world.pool.query<{ row: string }>(
    `SELECT v::text AS row FROM page_view v UNION ALL SELECT p::text FROM page_visitor p
     UNION ALL SELECT d::text FROM page_view_month d UNION ALL SELECT s::text FROM visitor_salt s`,
  );
  const stored = rows.map(({ row }) => row).join('\n');
  for (const trace of [address, 'Mozilla', 'token', 'secret']) expect(stored).not.toContain(trace);
});

test('the same person on another day is somebody else', async () => {
  const recorder = createViewRecorder({ pool: world.pool });
  const days = ['2026-04-01', '2026-04-02'].map((day) => new Date(`${day}T10:00:00.000Z`));
  for (const at of days) recorder.record(view({ at, address: '203.0.113.9' }));
  await recorder.close();

  const { rows } = await world.pool.query<{ visitor: Buffer }>(
    'SELECT visitor FROM page_view WHERE workspace_id = $1 AND occurred_at = ANY($2)',
    [tenant.workspaceId, days],
  );
  const [first, second] = rows;
  expect(rows).toHaveLength(2);
  expect(first?.visitor).not.toEqual(second?.visitor);
});

test('when a day is over, its salt and its list of visitors go; the counts stay', async () => {
  const at = new Date('2026-05-10T23:59:00.000Z');
  const recorder = createViewRecorder({ pool: world.pool });
  recorder.record(view({ at }));
  recorder.record(view({ at }));
  await recorder.flush();
  const salts = async () => {
    const { rows } = await world.pool.query<{ day: string }>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day FROM visitor_salt`,
    );
    return rows.map(({ day }) => day);
  };
  expect(await salts()).toContain('2026-05-10');

  await forgetOldViews(world.pool, new Date('2026-05-11T00:05:00.000Z'));
  expect(await salts()).not.toContain('2026-05-10');

  // What was seen before midnight and is written after it is still the same person's.
  recorder.record(view({ at }));
  await recorder.close();
  expect(await numbers(at)).toEqual({ visits: 1, pageviews: 3 });
  await forgetOldViews(world.pool, new Date('2026-05-12T00:05:00.000Z'));
  const { rows } = await world.pool.query('SELECT FROM page_visitor WHERE day < $1', [
    '2026-05-11',
  ]);
  expect(rows).toHaveLength(0);
  expect(await numbers(at)).toEqual({ visits: 1, pageviews: 3 });
});

test('single views go after their months, what was counted from them stays', async () => {
  const at = new Date('2025-01-20T10:00:00.000Z');
  const recorder = createViewRecorder({ pool: world.pool });
  recorder.record(view({ at }));
  await recorder.close();
  const kept = async () =>
    (await world.pool.query('SELECT FROM page_view WHERE occurred_at = $1', [at])).rowCount;
  expect(await kept()).toBe(1);

  await forgetOldViews(world.pool, new Date('2025-04-30T00:00:00.000Z'));
  expect(await kept()).toBe(1);
  await forgetOldViews(world.pool, new Date('2025-05-10T00:00:00.000Z'));
  expect(await kept()).toBe(0);
  expect(await numbers(at)).toEqual({ visits: 1, pageviews: 1 });
});

test('several servers that write at once count everything once, and none waits for ever', async () => {
  const crowd = await makeTenant(world);
  const at = new Date('2026-06-15T12:00:00.000Z');
  const servers = Array.from({ length: 4 }, () => createViewRecorder({ pool: world.pool }));
  const tents = Array.from({ length: 5 }, () => randomUUID());
  for (let count = 0; count < 6_000; count += 1) {
    servers[count % servers.length]?.record(
      view({
        workspaceId: count % 3 === 0 ? tenant.workspaceId : crowd.workspaceId,
        at,
        id: newId(at),
        tentId: tents[count % tents.length] ?? '',
        address: `10.0.0.${count % 97}`,
        referrer: `https://site-${count % 13}.example`,
        countryCode: ['DE', 'FR', undefined][count % 3],
      }),
    );
  }
  await Promise.all(servers.map((server) => server.close()));

  expect(servers.map((server) => server.droppedViews())).toEqual([0, 0, 0, 0]);
  expect(await verifyViews(world.pool)).not.toContainEqual(
    expect.objectContaining({ workspaceId: crowd.workspaceId }),
  );
  const all = await getWorkspaceAnalytics(world.pool, {
    workspaceId: crowd.workspaceId,
    days: 1,
    at,
  });
  expect(all).toMatchObject({ pageviews: 4_000, visits: 97 });
  expect(all.tents.reduce((sum, { views }) => sum + views, 0)).toBe(4_000);
});

test('a view that is written again is counted once', async () => {
  const again = view({ at: new Date('2026-07-01T10:00:00.000Z') });
  for (let time = 0; time < 2; time += 1) {
    const recorder = createViewRecorder({ pool: world.pool });
    recorder.record(again);
    await recorder.close();
  }

  expect(await numbers(again.at)).toEqual({ visits: 1, pageviews: 1 });
});

test('a view that cannot be stored does not take others with it, and is reported', async () => {
  const reported: number[] = [];
  const recorder = createViewRecorder({
    pool: world.pool,
    onDrop: (views) => reported.push(views),
  });
  const at = new Date('2026-08-01T10:00:00.000Z');
  recorder.record(view({ at }));
  recorder.record(view({ at, workspaceId: randomUUID() }));
  recorder.record(view({ at, address: '192.0.2.99' }));
  await recorder.close();

  expect([reported, recorder.droppedViews()]).toEqual([[1], 1]);
  expect(await numbers(at)).toEqual({ visits: 2, pageviews: 2 });
});

test('what does not fit into memory while the database is away is counted as lost', async () => {
  const reported: number[] = [];
  const recorder = createViewRecorder({
    pool: world.pool,
    onDrop: (views) => reported.push(views),
  });
  const at = new Date('2026-09-01T10:00:00.000Z');
  for (let count = 0; count < 50_010; count += 1) {
    recorder.record(view({ at, userAgent: count === 0 ? FIREFOX : 'curl/8.5.0' }));
  }
  await recorder.close();

  expect([reported, recorder.droppedViews()]).toEqual([[10], 10]);
  expect(await numbers(at)).toEqual({ visits: 1, pageviews: 1 });
});

test('a defect of ours loses views, and says so', async () => {
  await using broken = await openTestWorld();
  const recorder = createViewRecorder({ pool: broken.pool });
  await broken.pool.query('ALTER TABLE page_view RENAME TO elsewhere');
  recorder.record(view());
  await recorder.close();

  expect(recorder.droppedViews()).toBe(1);
});

test('without a database closing gives up after a few seconds', async () => {
  const nobody = openDatabase('postgresql://nobody@127.0.0.1:1/nothing');
  const recorder = createViewRecorder({ pool: nobody.pool });
  recorder.record(view());
  await recorder.close();
  await nobody.close();

  expect(recorder.droppedViews()).toBe(1);
});
