import { EVENTUALLY } from '@tented/db/test-db';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { keepHouse } from '../src/housekeeping.ts';
import { openTestApp, type TestApp } from './support/test-app.ts';

let world: TestApp;
let now = new Date();

beforeAll(async () => {
  world = await openTestApp({ clock: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => {
  vi.useRealTimers();
});

test('a tent whose job is lost is found again within a minute', async () => {
  const member = await world.signUp();
  const payload = { name: 'Spring', prompt: 'A page.' };
  await member.call({ method: 'POST', url: '/v1/tents', payload });
  const loseJobs = () => world.database.pool.query('DELETE FROM pgboss.job');
  const countJobs = async () =>
    (await world.database.pool.query('SELECT FROM pgboss.job')).rowCount;
  await loseJobs();
  now = new Date(now.getTime() + 120_000);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const house = keepHouse(world.services, { warn: () => {} });

  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();

  await vi.waitFor(async () => expect(await countJobs()).toBe(1), EVENTUALLY);
  house.close();
});
