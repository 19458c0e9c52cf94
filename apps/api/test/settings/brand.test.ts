import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  callSettings,
  openTestApp,
  PUBLIC_URL,
  type TestApp,
  type TestMember,
} from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await world.signUp();
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

const settings = (path: string, input: object = {}) =>
  callSettings(world, {
    cookie: owner.cookie,
    path,
    type: path === 'brand.get' ? 'query' : 'mutation',
    input: { workspace: owner.slug, ...input },
  });

function picture(request: InjectOptions = {}, name = 'logo') {
  const { headers, ...rest } = request;
  return world.app.inject({
    url: `/api/workspaces/${owner.slug}/brand/${name}`,
    headers: { cookie: owner.cookie, origin: PUBLIC_URL, ...headers },
    ...rest,
  });
}

const upload = (payload: Buffer, headers: Record<string, string> = {}, name = 'logo') =>
  picture({ method: 'PUT', payload, headers: { 'content-type': 'image/png', ...headers } }, name);

test('fields are written, read back and cleared', async () => {
  const brand = {
    companyName: ' Acme ',
    domain: 'Acme.example',
    description: '',
    primaryColor: '#B4490F',
  };
  await settings('brand.update', { brand });

  expect((await settings('brand.get')).data).toEqual({
    companyName: 'Acme',
    domain: 'acme.example',
    description: null,
    primaryColor: '#b4490f',
    logoVersion: null,
    iconVersion: null,
  });
});

test.each([
  ['domain', 'https://acme.example'],
  ['primaryColor', 'red'],
])('400: %s %s names the field', async (name, value) => {
  const brand = { companyName: null, domain: null, description: null, primaryColor: null };

  expect(await settings('brand.update', { brand: { ...brand, [name]: value } })).toMatchObject({
    status: 400,
    error: { data: { issues: [{ path: `brand.${name}` }] } },
  });
});

describe('pictures', () => {
  test('204, then 200 with what the bytes are, in a sandbox; 404 once removed', async () => {
    expect((await picture()).statusCode).toBe(404);
    // Said to be a PNG: the bytes say otherwise.
    expect((await upload(SVG)).statusCode).toBe(204);

    const shown = await picture();
    expect(shown.statusCode).toBe(200);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*; sandbox$/),
    });
    expect(shown.rawPayload).toEqual(SVG);
    expect((await settings('brand.get')).data.logoVersion).not.toBeNull();

    expect((await picture({ method: 'DELETE' })).statusCode).toBe(204);
    expect((await picture()).statusCode).toBe(404);
  });

  test('204 whatever it is called, and logo and icon apart', async () => {
    expect(
      (await upload(PNG, { 'content-type': 'application/octet-stream' }, 'icon')).statusCode,
    ).toBe(204);

    expect((await picture({}, 'icon')).headers['content-type']).toBe('image/png');
    expect((await picture()).statusCode).toBe(404);
  });

  test.each([
    ['400: no picture', Buffer.from('hello'), 400],
    ['400: nothing', Buffer.alloc(0), 400],
    ['413: more than 1 MB', Buffer.concat([PNG, Buffer.alloc(1_048_576)]), 413],
  ])('%s', async (_, payload, status) => {
    const response = await upload(payload);

    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({
      error: expect.any(String),
      request_id: expect.any(String),
    });
    expect((await settings('brand.get')).data.logoVersion).toBeNull();
  });

  test('401 without a session, 403 from another site or for a viewer, 404 for a stranger', async () => {
    await upload(PNG);
    const viewer = await world.join(owner, 'viewer');
    const stranger = await world.signUp();

    expect((await picture({ headers: { cookie: '' } })).statusCode).toBe(401);
    expect((await upload(PNG, { cookie: '' })).statusCode).toBe(401);
    expect((await upload(PNG, { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await upload(PNG, { cookie: viewer.cookie })).statusCode).toBe(403);
    expect((await picture({ headers: { cookie: viewer.cookie } })).statusCode).toBe(200);
    expect(
      (await picture({ method: 'DELETE', headers: { cookie: viewer.cookie } })).statusCode,
    ).toBe(403);
    expect((await picture({ headers: { cookie: stranger.cookie } })).statusCode).toBe(404);
    expect((await upload(PNG, { cookie: stranger.cookie })).statusCode).toBe(404);
    expect((await upload(PNG, {}, 'banner')).statusCode).toBe(404);
  });
});
