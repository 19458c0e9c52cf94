import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOperations } from '../src/rest/list-operations.ts';
import { buildCommittedDocument } from '../src/rest/document/committed-document.ts';
import type { PublicMeta } from '../src/rest/public-trpc.ts';
import { v1Router } from '../src/v1/router.ts';
import { listDocumented, resolve } from './support/contract/document.ts';
import { createValidator } from './support/contract/validate.ts';
import { openTestApp, type TestApp } from './support/test-app.ts';

let world: TestApp;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());

const documentOf = async () => (await world.app.inject({ url: '/v1/openapi.json' })).json();

describe('GET /v1/openapi.json', () => {
  test('200: OpenAPI 3.1, without a key, with a request id', async () => {
    const response = await world.app.inject({ url: '/v1/openapi.json' });

    expect(response.statusCode).toBe(200);
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.json().openapi).toBe('3.1.0');
  });

  test('every operation is documented as it is served', async () => {
    const documented = listDocumented(await documentOf());

    expect(documented).toHaveLength(listOperations(v1Router).length);
    for (const { meta } of listOperations(v1Router)) {
      const { method, path } = meta.openapi;
      const where = `${method} ${path}`;
      const { operation } = documented.find((one) => one.method === method && one.path === path)!;
      const statuses = Object.keys(operation.responses).map(Number);
      const isWrite = method !== 'GET';

      expect(operation.security, where).toEqual([{ bearer: [] }]);
      expect(operation['x-credits'], where).toBe(meta.credits ?? 0);
      expect(operation.requestBody !== undefined, where).toBe(takesBody(meta));
      expect(statuses, where).toEqual(
        expect.arrayContaining([meta.successStatus ?? 200, 400, 401, 403, 405, 429, 500, 503]),
      );
      for (const status of [409, 415, 422]) {
        expect(statuses.includes(status), `${where} ${status}`).toBe(isWrite);
      }
      expect(statuses.includes(413), where).toBe(isWrite && meta.multipart === undefined);
      if (path.includes('{')) expect(statuses, where).toContain(404);
      expect(world.app.hasRoute({ method, url: path.replaceAll(/\{(\w+)\}/g, ':$1') }), where).toBe(
        true,
      );
    }
  });

  test('every answer is documented with its headers, and with an example of each code', async () => {
    for (const { method, path, operation } of listDocumented(await documentOf())) {
      for (const [status, { headers, content }] of Object.entries(operation.responses)) {
        const where = `${method} ${path} ${status}`;
        const names = Object.keys(headers ?? {});
        expect(names, where).toEqual(
          expect.arrayContaining([
            'X-Request-Id',
            'Tented-Credits-Charged',
            'RateLimit-Policy',
            'RateLimit',
          ]),
        );
        expect(names.includes('WWW-Authenticate'), where).toBe(status === '401');
        expect(names.includes('Allow'), where).toBe(status === '405');
        if (status === '429' || status === '503') expect(names, where).toContain('Retry-After');
        const { example, examples } = content!['application/json']!;
        expect(example ?? Object.values(examples ?? {})[0], where).toBeDefined();
      }
      expect(
        operation.parameters.some(({ name }) => name === 'Idempotency-Key'),
        `${method} ${path}`,
      ).toBe(method !== 'GET');
    }
  });

  test('every example is one by its own schema', async () => {
    const document = await documentOf();
    const validateRequest = createValidator(document);
    const validateAnswer = createValidator(document, { isClosed: true });

    for (const { method, path, pointer, operation } of listDocumented(document)) {
      const where = `${method} ${path}`;
      const json = operation.requestBody?.content['application/json'];
      if (json) {
        expect(json.example, `${where} has no example of its body`).toBeDefined();
        const at = `${pointer}/requestBody/content/application~1json/schema`;
        expect(validateRequest(at, json.example), where).toEqual([]);
      }
      operation.parameters.forEach(({ name, in: place, required, example }, index) => {
        if (required) expect(example, `${where} {${name}}`).toBeDefined();
        if (example === undefined || place === 'header') return;
        const at = `${pointer}/parameters/${index}/schema`;
        expect(validateRequest(at, example), `${where} ${name}`).toEqual([]);
      });
      for (const [status, { content }] of Object.entries(operation.responses)) {
        const { example, examples = {} } = content!['application/json']!;
        const at = `${pointer}/responses/${status}/content/application~1json/schema`;
        const values = Object.values(examples).map(
          (one) => resolve<{ value: unknown }>(document, one as { value: unknown }).value,
        );
        for (const value of example === undefined ? values : [example]) {
          expect(validateAnswer(at, value), `${where} ${status}`).toEqual([]);
        }
      }
    }
  });

  test('every field and every parameter says what it is', async () => {
    const document = await documentOf();
    const silent: string[] = [];
    const look = (value: unknown, where: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const { properties } = value as { properties?: Record<string, Record<string, unknown>> };
      for (const [name, schema] of Object.entries(properties ?? {})) {
        const saysIt = ['description', '$ref', 'const', 'properties'].some((key) => key in schema);
        const isCode = name === 'code' && 'enum' in schema;
        if (!saysIt && !isCode) silent.push(`${where}.${name}`);
      }
      for (const [name, part] of Object.entries(value)) look(part, `${where}/${name}`);
    };
    look(document.components.schemas, '');
    look(document.paths, '');
    for (const { path, operation } of listDocumented(document)) {
      for (const parameter of operation.parameters) {
        if (!('description' in parameter)) silent.push(`${path} ${parameter.name}`);
      }
    }

    expect(silent).toEqual([]);
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

  const current = buildCommittedDocument();

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

/** A write takes one, unless all it has to say stands in its path. */
function takesBody({ openapi, examples, multipart }: PublicMeta): boolean {
  return openapi?.method !== 'GET' && (multipart !== undefined || examples?.body !== undefined);
}
