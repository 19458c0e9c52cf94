import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOperations } from '../src/rest/mount-rest.ts';
import { buildDocument } from '../src/rest/openapi.ts';
import { v1Router } from '../src/v1/router.ts';
import { openTestApp, type TestApp } from './support/test-app.ts';

let world: TestApp;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());

type Operation = {
  operationId: string;
  responses: Record<string, { headers: object; content: Record<string, unknown> }>;
  requestBody?: object;
  parameters?: { in: string; name: string }[];
  security: object[];
  'x-credits': number;
};

const documentOf = async () => (await world.app.inject({ url: '/v1/openapi.json' })).json();

describe('GET /v1/openapi.json', () => {
  test('200: OpenAPI 3.1, without a key, with a request id', async () => {
    const response = await world.app.inject({ url: '/v1/openapi.json' });

    expect(response.statusCode).toBe(200);
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.json().openapi).toBe('3.1.0');
  });

  test('every operation is documented as it is served', async () => {
    const document = await documentOf();

    for (const { meta } of listOperations(v1Router)) {
      const { method, path: route } = meta.openapi;
      const operation: Operation = document.paths[route][method.toLowerCase()];
      const where = `${method} ${route}`;
      const statuses = Object.keys(operation.responses);

      expect(statuses, where).toEqual(
        expect.arrayContaining([
          String(meta.successStatus ?? 200),
          '400',
          '401',
          '403',
          '500',
          '503',
        ]),
      );
      expect(operation.security, where).toEqual([{ bearer: [] }]);
      expect(operation['x-credits'], where).toBe(meta.credits ?? 0);
      const hasBody =
        (method === 'POST' && !route.endsWith('/unpublish')) || meta.sameBodyAs !== undefined;
      expect(operation.requestBody !== undefined, where).toBe(hasBody);
      expect(statuses.includes('413'), where).toBe(method !== 'GET');
      expect(statuses.includes('404'), where).toBe(route.includes('{'));
      for (const { headers } of Object.values(operation.responses)) {
        expect(headers, where).toHaveProperty('X-Request-Id');
      }
      expect(
        world.app.hasRoute({ method, url: route.replaceAll(/\{(\w+)\}/g, ':$1') }),
        where,
      ).toBe(true);
    }
    const documented = Object.values(document.paths).flatMap((item) => Object.keys(item as object));
    expect(documented).toHaveLength(listOperations(v1Router).length);
  });

  test('items of a batch are documented field by field', async () => {
    const { components } = await documentOf();

    expect(Object.keys(components.schemas.ContactCreateItem.properties)).toEqual(
      expect.arrayContaining(['client_item_id', 'email', 'phone', 'tented_score', 'unsubscribed']),
    );
    expect(components.schemas.ContactUpdateItem.properties).toHaveProperty('contact_id');
  });

  test('no reference leads nowhere', async () => {
    const document = await documentOf();

    for (const [, name] of JSON.stringify(document).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    )) {
      expect(document.components.schemas).toHaveProperty([name!]);
    }
  });
});

test('the committed openapi.json is current (pnpm openapi writes it)', async () => {
  const committed = await readFile(path.resolve(import.meta.dirname, '../openapi.json'), 'utf8');

  const current = buildDocument(v1Router, 'http://localhost:3000');

  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(current)));
});

test('GET /docs 200: a page that loads from this host alone', async () => {
  const redirect = await world.app.inject({ url: '/docs' });
  const page = await world.app.inject({ url: redirect.headers.location ?? '/docs/' });

  expect(page.statusCode).toBe(200);
  expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
  const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
  expect(sources.length).toBeGreaterThan(0);
  for (const url of sources) expect(url).not.toMatch(/^(https?:)?\/\//);
  const script = await world.app.inject({
    url: new URL(
      sources.find((url) => url.endsWith('.js'))!,
      'http://x/docs/',
    ).pathname,
  });
  expect(script.statusCode).toBe(200);
});

test('health: alive, and ready only with the database', async () => {
  expect((await world.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' });
  expect((await world.app.inject({ url: '/readyz' })).json()).toEqual({ status: 'ok' });

  await world.database.pool.query(`UPDATE _prisma_migrations SET finished_at = NULL`);
  const response = await world.app.inject({ url: '/readyz' });
  await world.database.pool.query(`UPDATE _prisma_migrations SET finished_at = now()`);

  expect(response.statusCode).toBe(503);
  expect(response.json()).toMatchObject({ code: 'unavailable' });
  expect(response.headers['retry-after']).toBe('1');
});
