import { EVENTUALLY } from '@tented/db/test-db';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import bodyBudget from '../src/plugins/body-budget.ts';
import failures from '../src/plugins/failures.ts';

let app: FastifyInstance;
let url: string;
/** Lets go of the requests that wait. */
let release: () => void;
let waiting: number;

beforeEach(async () => {
  waiting = 0;
  const gate = new Promise<void>((resolve) => (release = resolve));
  app = Fastify({ bodyLimit: 100 });
  await app.register(failures);
  await app.register(bodyBudget, { bytesMax: 150 });
  app.post('/', async () => {
    waiting += 1;
    await gate;
    return 'done';
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  release();
  await app.close();
});

const BODY = JSON.stringify('x'.repeat(60));
const post = (init: RequestInit = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: BODY,
    ...init,
  });

async function untilWaiting(count: number): Promise<void> {
  await vi.waitFor(() => expect(waiting).toBe(count), EVENTUALLY);
}

test('503: what does not fit beside the bodies that wait is refused, and told when to come back', async () => {
  const held = [post(), post()];
  await untilWaiting(2);

  const refused = await post();

  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });
  release();
  for (const answer of held) expect((await answer).status).toBe(200);
});

test('200: there is room again when an answer has left', async () => {
  const held = [post(), post()];
  await untilWaiting(2);
  release();
  await Promise.all(held);

  await vi.waitFor(async () => expect((await post()).status).toBe(200), EVENTUALLY);
});

test('200: there is room again when a caller has hung up', async () => {
  const hangUp = new AbortController();
  const hungUp = [post({ signal: hangUp.signal }), post({ signal: hangUp.signal })];
  await untilWaiting(2);
  hangUp.abort();
  await Promise.allSettled(hungUp);

  const answers: Promise<Response>[] = [];
  await vi.waitFor(() => {
    answers.push(post());
    expect(waiting).toBeGreaterThan(2);
  }, EVENTUALLY);
  release();
  const statuses = await Promise.all(answers.map(async (answer) => (await answer).status));
  expect(statuses).toContain(200);
});
