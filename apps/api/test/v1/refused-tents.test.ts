import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTemplate, makeTent } from '../support/content.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

const LIVE_PAGES_ON_PRO = 500;

let world: TestApp;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  member = await world.signUp();
});

const post = (url: string, payload: object) => member.call({ method: 'POST', url, payload });

/** Leaves the month as many credits as have been used already. */
const endCredits = () =>
  world.database.pool.query(
    `INSERT INTO credit_period (workspace_id, starts_at, allowance, allowance_max, used)
     VALUES ($1, date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', 0, 100, 0)
     ON CONFLICT (workspace_id, starts_at) DO UPDATE SET allowance = credit_period.used`,
    [member.workspaceId],
  );

describe('429 insufficient_credits', () => {
  test('POST /v1/tents/{tentId}/edit: no generation is asked for', async () => {
    const tentId = await makeTent(world, member);
    await endCredits();

    const response = await post(`/v1/tents/${tentId}/edit`, { prompt: 'Warmer colours.' });

    expect(response.statusCode).toBe(429);
    expect(response.json()).toMatchObject({ code: 'insufficient_credits' });
    expect(response.headers['tented-credits-remaining']).toBe('0');
    expect(response.headers['ratelimit']).toMatch(/"credits";r=0;t=\d+$/);
    const { data } = (await member.call({ url: `/v1/tents/${tentId}/generations` })).json();
    expect(data).toHaveLength(1);
  });

  test('POST /v1/tents/bulk: none of it, when the month covers none of it', async () => {
    const templateId = await makeTemplate(world, member);
    await endCredits();

    const response = await post('/v1/tents/bulk', {
      template_id: templateId,
      items: [{ input_data: { first_name: 'Ada' } }],
    });

    expect(response.statusCode).toBe(429);
    expect(response.json()).toMatchObject({ code: 'insufficient_credits' });
    expect((await member.call({ url: '/v1/bulk-jobs' })).json().data).toEqual([]);
  });
});

describe('POST /v1/tents/{tentId}/publish', () => {
  test('409 alias_taken: the other tent keeps its address', async () => {
    const first = await makeTent(world, member);
    const second = await makeTent(world, member);
    await post(`/v1/tents/${first}/publish`, { custom_page_alias: 'spring' });

    const response = await post(`/v1/tents/${second}/publish`, { custom_page_alias: 'spring' });

    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ code: 'alias_taken' });
    expect((await member.call({ url: `/v1/tents/${second}` })).json()).not.toHaveProperty(
      'publication',
    );
  });

  test('429 publish_limit_reached: as many live pages as the plan allows, and not one more', async () => {
    const tentId = await makeTent(world, member);
    const ids = Array.from({ length: LIVE_PAGES_ON_PRO - 1 }, () => randomUUID());
    await world.database.pool.query(
      `INSERT INTO tent (workspace_id, id, name, published_id, published_at, publication_status, created_at, updated_at)
       SELECT $1, unnest($2::uuid[]), 'Live', 'x', now(), 'published', now(), now()`,
      [member.workspaceId, ids],
    );
    const last = await makeTent(world, member);

    const allowed = await post(`/v1/tents/${last}/publish`, {});
    const refused = await post(`/v1/tents/${tentId}/publish`, {});

    expect(allowed.statusCode).toBe(200);
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'publish_limit_reached' });
  });
});
