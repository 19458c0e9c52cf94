import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish, type PublishedPage } from '../support/published.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';
import { BROWSERS } from '../support/visitors.ts';

let testApp: TestApp;
let member: TestMember;
let page: PublishedPage;
const now = new Date('2026-03-13T12:00:00.000Z');

beforeAll(async () => {
  testApp = await openTestApp({ clock: () => now });
  member = await testApp.signUp();
  page = await publish(testApp, member.workspaceId, { alias: 'spring', name: 'Spring' });
  await testApp.app.inject({
    url: `/p/${member.slug}/spring`,
    headers: { 'user-agent': BROWSERS.safariMac },
  });
  await testApp.services.views.flush();
});

afterAll(() => testApp[Symbol.asyncDispose]());

const query = (path: string, input: object, cookie = member.cookie) =>
  callSettings(testApp, {
    cookie,
    path,
    type: 'query',
    input: { workspace: member.slug, ...input },
  });

test('a tent, over up to 90 days, for everybody who is a member', async () => {
  const viewer = await testApp.join(member, 'viewer');

  const { data } = await query('analytics.tent', { tentId: page.tentId, days: 90 }, viewer.cookie);

  expect(data).toMatchObject({ tentId: page.tentId, pageviews: 1, visits: 1 });
  expect(data.days).toHaveLength(90);
  expect(data.days.at(-1)).toEqual({ day: '2026-03-13', pageviews: 1, visits: 1 });
  expect(data.browser).toEqual([{ value: 'Safari', views: 1 }]);
  expect(data.recent).toEqual([expect.objectContaining({ at: '2026-03-13T12:00:00.000Z' })]);
});

test('the workspace, with the tents that were seen', async () => {
  const { data } = await query('analytics.workspace', {});

  expect(data.days).toHaveLength(30);
  expect(data.tents).toEqual([{ tentId: page.tentId, name: 'Spring', views: 1 }]);
});

test('91 days are too many', async () => {
  expect(await query('analytics.workspace', { days: 91 })).toMatchObject({ status: 400 });
});
