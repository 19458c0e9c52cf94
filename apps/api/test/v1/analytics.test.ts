import { randomUUID } from 'node:crypto';
import { verifyViews } from '@tented/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publish, type PublishedPage } from '../support/published.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';
import { BOTS, BROWSERS } from '../support/visitors.ts';

let now = new Date('2026-03-13T12:00:00.000Z');
let testApp: TestApp;
let other: TestApp;
let member: TestMember;
let page: PublishedPage;

beforeAll(async () => {
  testApp = await openTestApp({ clock: () => now, trustProxy: true });
  other = await openTestApp({
    clock: () => now,
    trustProxy: true,
    url: testApp.database.url,
  });
});

afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await testApp[Symbol.asyncDispose]();
});

beforeEach(async () => {
  now = new Date('2026-03-13T12:00:00.000Z');
  member = await testApp.signUp();
  page = await publish(testApp, member.workspaceId, { alias: 'spring', name: 'Spring' });
});

type Visit = {
  agent?: string;
  from?: string;
  referrer?: string;
  country?: string;
  alias?: string;
  server?: TestApp;
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
};

async function visit({ alias = 'spring', server = testApp, ...visitor }: Visit = {}) {
  const response = await server.app.inject({
    method: visitor.method ?? 'GET',
    url: `/p/${member.slug}/${alias}`,
    headers: {
      'user-agent': visitor.agent ?? BROWSERS.firefoxLinux,
      'x-forwarded-for': visitor.from ?? '192.0.2.1',
      ...(visitor.referrer && { referer: visitor.referrer }),
      ...(visitor.country && { 'cf-ipcountry': visitor.country }),
      ...visitor.headers,
    },
  });
  return response.statusCode;
}

async function read(query: string, { kind = 'tent', by = member } = {}) {
  await Promise.all([testApp, other].map(({ services }) => services.views.flush()));
  return by.call({ url: `/v1/analytics/${kind}?${query}` });
}

const readTent = async (query = 'tentIdOrAlias=spring') => (await read(query)).json();
const readOrg = async (query = '') => (await read(query, { kind: 'org' })).json();

test('200: a fixed list of visitors, every figure counted by hand', async () => {
  const { chromeWindows, edgeWindows, operaWindows, safariMac, firefoxLinux } = BROWSERS;
  const { safariIphone, chromeIphone, safariIpad, samsungAndroid, chromeAndroid } = BROWSERS;
  const visits: Visit[] = [
    { agent: chromeWindows, from: '192.0.2.1', referrer: 'https://www.google.com/', country: 'DE' },
    // The same person twice more: three views, one visit.
    { agent: chromeWindows, from: '192.0.2.1', country: 'DE' },
    { agent: chromeWindows, from: '192.0.2.1', country: 'DE' },
    // Behind the same address somebody with another browser.
    {
      agent: edgeWindows,
      from: '192.0.2.1',
      referrer: 'https://google.com/search?q=tents',
      country: 'DE',
    },
    { agent: operaWindows, from: '192.0.2.2', country: 'PL' },
    {
      agent: safariMac,
      from: '192.0.2.3',
      referrer: 'https://www.linkedin.com/feed/',
      country: 'GB',
    },
    { agent: firefoxLinux, from: '192.0.2.4' },
    {
      agent: safariIphone,
      from: '2001:db8::1',
      referrer: 'https://l.instagram.com/?u=x',
      country: 'US',
    },
    {
      agent: chromeIphone,
      from: '2001:db8::2',
      referrer: 'https://l.instagram.com/?u=y',
      country: 'US',
    },
    {
      agent: safariIpad,
      from: '192.0.2.5',
      referrer: 'https://news.ycombinator.com/item?id=1',
      country: 'XX',
    },
    {
      agent: samsungAndroid,
      from: '192.0.2.6',
      referrer: 'android-app://com.google.android.gm/',
      country: 'KR',
    },
    { agent: chromeAndroid, from: '192.0.2.7', referrer: 'nonsense', country: 'IN' },
  ];
  for (const each of visits) {
    now = new Date(now.getTime() + 1_000);
    expect(await visit(each)).toBe(200);
    expect(await visit({ agent: BOTS[visits.indexOf(each)] ?? '', from: '198.51.100.1' })).toBe(
      200,
    );
  }
  for (const agent of BOTS) await visit({ agent });

  expect(await readTent()).toEqual({
    tent_id: page.tentId,
    visits: 10,
    pageviews: 12,
    date_range: { start_date: '2026-03-07', end_date: '2026-03-13', days: 7 },
    daily_pageviews: [
      { date: '2026-03-07', pageviews: 0 },
      { date: '2026-03-08', pageviews: 0 },
      { date: '2026-03-09', pageviews: 0 },
      { date: '2026-03-10', pageviews: 0 },
      { date: '2026-03-11', pageviews: 0 },
      { date: '2026-03-12', pageviews: 0 },
      { date: '2026-03-13', pageviews: 12 },
    ],
    by_country: [
      { country: 'Germany', views: 4 },
      { country: 'United States', views: 2 },
      { country: 'Unknown', views: 2 },
      { country: 'India', views: 1 },
      { country: 'Poland', views: 1 },
      { country: 'South Korea', views: 1 },
      { country: 'United Kingdom', views: 1 },
    ],
    by_device: [
      { device: 'desktop', views: 7 },
      { device: 'mobile', views: 4 },
      { device: 'tablet', views: 1 },
    ],
    by_browser: [
      { browser: 'Chrome', views: 5 },
      { browser: 'Safari', views: 3 },
      { browser: 'Firefox', views: 1 },
      { browser: 'Microsoft Edge', views: 1 },
      { browser: 'Opera', views: 1 },
      { browser: 'Samsung Internet for Android', views: 1 },
    ],
    by_os: [
      { os: 'Windows', views: 5 },
      { os: 'iOS', views: 3 },
      { os: 'Android', views: 2 },
      { os: 'Linux', views: 1 },
      { os: 'macOS', views: 1 },
    ],
    by_referrer: [
      { referrer: 'direct', views: 5 },
      { referrer: 'google.com', views: 2 },
      { referrer: 'l.instagram.com', views: 2 },
      { referrer: 'com.google.android.gm', views: 1 },
      { referrer: 'linkedin.com', views: 1 },
      { referrer: 'news.ycombinator.com', views: 1 },
    ],
    recent_pageviews: expect.any(Array),
  });
  const { recent_pageviews: recent } = await readTent();
  expect(recent).toHaveLength(12);
  expect(recent[0]).toEqual({
    timestamp: '2026-03-13T12:00:12.000Z',
    country: 'India',
    device: 'mobile',
    browser: 'Chrome',
    os: 'Android',
    referrer: 'direct',
  });
  expect(recent.at(-1)).toMatchObject({
    timestamp: '2026-03-13T12:00:01.000Z',
    country: 'Germany',
  });
});

test('a page that is asked for again counts, a HEAD does not, nor what is not there', async () => {
  const { headers } = await testApp.app.inject({
    url: `/p/${member.slug}/spring`,
    headers: { dnt: '1' },
  });

  expect(await visit({ headers: { 'if-none-match': headers.etag as string } })).toBe(304);
  expect(await visit()).toBe(200);
  expect(await visit({ method: 'HEAD' })).toBe(200);
  expect(await visit({ alias: 'nothing' })).toBe(404);

  expect(await readTent()).toMatchObject({ pageviews: 2, visits: 1 });
  expect(await readOrg()).toMatchObject({ pageviews: 2, visits: 1 });
});

test.each([['dnt'], ['sec-gpc']])('whoever sends %s: 1 is not recorded', async (header) => {
  await visit({ headers: { [header]: '1' } });
  await visit({ headers: { [header]: '0' } });

  expect(await readTent()).toMatchObject({ pageviews: 1 });
  const stored = await testApp.services.db.pageView.count({
    where: { workspaceId: member.workspaceId },
  });
  expect(stored).toBe(1);
});

test('a view shows within 5 seconds, without anybody asking for it', async () => {
  await visit();

  await expect
    .poll(async () => (await member.call({ url: '/v1/analytics/org' })).json().pageviews, {
      timeout: 5_000,
    })
    .toBe(1);
});

test('at midnight in UTC another day begins, and everybody is somebody else', async () => {
  now = new Date('2026-03-12T23:59:59.999Z');
  await visit();
  await visit();
  now = new Date('2026-03-13T00:00:00.000Z');
  await visit();

  expect(await readTent('tentIdOrAlias=spring&daysBack=2')).toMatchObject({
    visits: 2,
    pageviews: 3,
    date_range: { start_date: '2026-03-12', end_date: '2026-03-13', days: 2 },
    daily_pageviews: [
      { date: '2026-03-12', pageviews: 2 },
      { date: '2026-03-13', pageviews: 1 },
    ],
  });
  expect(await readTent('tentIdOrAlias=spring&daysBack=1')).toMatchObject({ pageviews: 1 });
  now = new Date('2026-03-18T23:00:00.000Z');
  expect(await readTent()).toMatchObject({ pageviews: 3 });
  now = new Date('2026-03-19T01:00:00.000Z');
  const week = await readTent();
  expect(week).toMatchObject({ pageviews: 1, visits: 1 });
  expect(week.recent_pageviews).toHaveLength(1);
});

test('two servers know a visitor as the same, and count at the same time', async () => {
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      visit({ server: index % 2 ? other : testApp, from: `203.0.113.${index % 20}` }),
    ),
  );

  expect(await readTent()).toMatchObject({ pageviews: 60, visits: 20 });
});

test.each([['0'], ['8'], ['-1'], ['3.5'], ['abc'], [''], ['03'], ['1e0'], ['3&daysBack=4']])(
  '200: daysBack=%s counts as 7',
  async (daysBack) => {
    const { date_range: range } = await readTent(`tentIdOrAlias=spring&daysBack=${daysBack}`);
    expect(range).toEqual({ start_date: '2026-03-07', end_date: '2026-03-13', days: 7 });
    expect((await readOrg(`daysBack=${daysBack}`)).date_range).toEqual(range);
  },
);

test('200: a tent by its id, its alias and as the root', async () => {
  const root = await publish(testApp, member.workspaceId, { alias: '/' });
  await visit({ alias: '' });

  for (const name of ['%2F', '/', '__index__', root.tentId, root.tentId.toUpperCase()]) {
    expect(await readTent(`tentIdOrAlias=${name}`)).toMatchObject({
      tent_id: root.tentId,
      pageviews: 1,
    });
  }
  expect(await readTent(`tentIdOrAlias=${page.tentId}`)).toMatchObject({ pageviews: 0 });
});

test('404: a tent that is not there, or is not ours', async () => {
  const stranger = await testApp.signUp();
  for (const name of ['nothing', randomUUID(), page.tentId, 'spring', 'x'.repeat(500), 'a%20b']) {
    const response = await read(`tentIdOrAlias=${name}`, { by: stranger });
    expect([name, response.statusCode, response.json().code]).toEqual([name, 404, 'not_found']);
  }
});

test.each([[''], ['tentIdOrAlias='], ['tentIdOrAlias=%00'], ['tentIdOrAlias=spring&days=3']])(
  '400: %s',
  async (query) => {
    const response = await read(query);
    expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request']);
  },
);

test('401: without a key', async () => {
  for (const kind of ['tent?tentIdOrAlias=spring', 'org']) {
    const response = await testApp.app.inject({ url: `/v1/analytics/${kind}` });
    expect(response.statusCode).toBe(401);
  }
});

test('200: a workspace with all its tents, deleted ones too', async () => {
  const gone = await publish(testApp, member.workspaceId, { alias: 'gone', name: 'Gone' });
  for (let views = 0; views < 3; views += 1) await visit({ alias: 'gone' });
  await visit();
  const where = { workspaceId_id: { workspaceId: member.workspaceId, id: gone.tentId } };
  await testApp.services.db.tent.delete({ where });

  const org = await readOrg();

  expect(Object.keys(org)).not.toContain('tent_id');
  expect(org).toMatchObject({
    pageviews: 4,
    visits: 1,
    by_tent: [
      { tent_id: gone.tentId, name: 'Deleted tent', views: 3 },
      { tent_id: page.tentId, name: 'Spring', views: 1 },
    ],
    by_referrer: [{ referrer: 'direct', views: 4 }],
  });
  expect((await read(`tentIdOrAlias=${gone.tentId}`)).statusCode).toBe(404);
});

test('breakdowns and recent views end at 50; what is equal stands by name', async () => {
  for (let site = 0; site < 60; site += 1) {
    await visit({ referrer: `https://site-${String(site).padStart(2, '0')}.example/` });
  }
  await visit({ referrer: 'https://site-59.example/' });

  const { by_referrer: referrers, recent_pageviews: recent, pageviews } = await readTent();

  expect(pageviews).toBe(61);
  expect(recent).toHaveLength(50);
  expect(referrers).toHaveLength(50);
  expect(referrers.slice(0, 3)).toEqual([
    { referrer: 'site-59.example', views: 2 },
    { referrer: 'site-00.example', views: 1 },
    { referrer: 'site-01.example', views: 1 },
  ]);
});

test('the operator says which header tells the country', async () => {
  await using app = await openTestApp({
    url: testApp.database.url,
    clock: () => now,
    countryHeader: 'x-country',
  });
  for (const headers of [{ 'x-country': 'SE' }, { 'cf-ipcountry': 'DE' }]) {
    await app.app.inject({
      url: `/p/${member.slug}/spring`,
      headers: { 'user-agent': BROWSERS.safariMac, ...headers },
    });
  }
  await app.services.views.flush();

  expect((await readTent()).by_country).toEqual([
    { country: 'Sweden', views: 1 },
    { country: 'Unknown', views: 1 },
  ]);
});

test('whatever was counted above equals the views, counted again', async () => {
  expect(await testApp.services.db.pageView.count()).toBeGreaterThan(100);
  expect(await verifyViews(testApp.database.pool)).toEqual([]);
});
