import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let world: TestApp;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
  member = await world.signUp();
});
afterAll(() => world[Symbol.asyncDispose]());

test.each(['/v1/me', '/v1/contacts/nonsense', '/v1/nothing'])(
  'answers of %s are data: not stored, run, framed or guessed at',
  async (url) => {
    const { headers } = await member.call({ url });

    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    // Over plain HTTP it would lock people out of other ports of localhost.
    expect(headers).not.toHaveProperty('strict-transport-security');
  },
);

test.each(['/docs', '/healthz', '/trpc/session.get', '/nothing'])(
  'answers of %s have the headers of pages',
  async (url) => {
    const { headers } = await world.app.inject({ url });

    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
  },
);
