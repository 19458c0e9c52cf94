import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

const TOKEN = 'a token of sixteen or more';

let world: TestApp;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp({ metricsToken: TOKEN });
  member = await world.signUp();
});
afterAll(() => world[Symbol.asyncDispose]());

const scrape = async (headers = { authorization: `Bearer ${TOKEN}` }) =>
  world.app.inject({ url: '/metrics', headers });

test('counts every answer by method, route and status, and names no tenant', async () => {
  const id = '0190163d-8694-739b-aea5-966c26f8ad91';
  await member.call({ url: '/v1/me' });
  await member.call({ url: '/v1/me' });
  await member.call({ url: `/v1/tents/${id}` });
  await world.app.inject({ url: '/v1/me' });
  await world.app.inject({ url: '/v1/nothing' });

  const { statusCode, headers, body } = await scrape();
  const count = (labels: string) =>
    body
      .split('\n')
      .find((line) => line.startsWith(`http_request_duration_seconds_count{${labels}}`))
      ?.split(' ')
      .at(-1);

  expect(statusCode).toBe(200);
  expect(headers['content-type']).toContain('text/plain; version=0.0.4');
  expect(count('method="GET",route="/v1/me",status="200"')).toBe('2');
  expect(count('method="GET",route="/v1/me",status="401"')).toBe('1');
  expect(count('method="GET",route="/v1/tents/:tentId",status="404"')).toBe('1');
  expect(count('method="GET",route="/v1/*",status="401"')).toBe('1');
  expect(body).not.toContain(id);
  expect(body).not.toContain(member.workspaceId);
});

test('tells of connections, lost views and the process', async () => {
  const { body } = await scrape();

  expect(body).toMatch(/^postgres_connections\{pool="writer",state="idle"\} [1-9]/m);
  expect(body).toMatch(/^postgres_connections\{pool="reader",state="waiting"\} 0$/m);
  expect(body).toMatch(/^page_views_dropped_total 0$/m);
  expect(body).toMatch(/^process_resident_memory_bytes \d+/m);
  expect(body).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
});

test.each([
  ['without a token', {}],
  ['with a wrong one', { authorization: 'Bearer nonsense' }],
  ['with an API key', () => ({ authorization: `Bearer ${member.secret}` })],
])('is not there %s', async (_name, headers) => {
  const response = await scrape(
    (typeof headers === 'function' ? headers() : headers) as { authorization: string },
  );

  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({ code: 'not_found' });
});

test('is not there for anybody where no token is set', async () => {
  await using other = await openTestApp();
  const response = await other.app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${TOKEN}` },
  });

  expect(response.statusCode).toBe(404);
});
