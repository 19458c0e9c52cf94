import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inTransaction } from '@tented/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { notFound } from '../errors.ts';
import type { FileStore } from '../files/file-store.ts';
import {
  makeTenant,
  openTestWorld,
  statementsWaiting,
  type TestTenant,
  type TestWorld,
} from '../testing.ts';
import {
  PICTURE_BYTES_MAX,
  readBrandPicture,
  removeBrandPicture,
  setBrandPicture,
} from './brand-pictures.ts';
import { BrandFields, getBrand, updateBrand } from './brand.ts';

let world: TestWorld;
let tenant: TestTenant;
let stored: Map<string, Buffer>;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world);
  stored = new Map();
});

/** A store in memory: which files are there is what these tests ask. */
const files: FileStore = {
  put: async (key, contents) => void stored.set(key, Buffer.from(contents as Uint8Array)),
  get: async (key) => {
    const bytes = stored.get(key);
    if (!bytes) throw notFound('File');
    return { stream: Readable.from([bytes]), sizeBytes: bytes.length };
  },
  readBytes: async (key) => stored.get(key) ?? Buffer.alloc(0),
  delete: async (key) => void stored.delete(key),
};

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

const actor = () => ({ userId: tenant.userId, at: new Date() });
const deps = () => ({ db: world.db, files });
const set = (bytes: Buffer, picture: 'logo' | 'icon' = 'logo') =>
  setBrandPicture(deps(), actor(), { workspaceId: tenant.workspaceId, picture, bytes });
const read = (picture: 'logo' | 'icon' = 'logo') =>
  readBrandPicture(deps(), { workspaceId: tenant.workspaceId, picture });
const auditOf = async () =>
  (
    await world.db.auditEntry.findMany({
      where: { workspaceId: tenant.workspaceId, action: { startsWith: 'brand.' } },
      orderBy: { id: 'asc' },
    })
  ).map(({ action, data }) => [action, data]);

describe('fields', () => {
  test.each([
    [{ companyName: '  Acme ', domain: 'ACME.Example', primaryColor: '#B4490F' }, 'acme.example'],
    [{ companyName: '', domain: ' ', primaryColor: null }, null],
  ])('%j is cleaned', (fields, domain) => {
    expect(BrandFields.parse({ description: null, ...fields })).toMatchObject({ domain });
  });

  test.each([
    ['domain', 'https://acme.example'],
    ['domain', 'acme'],
    ['domain', '-acme.example'],
    ['primaryColor', 'red'],
    ['primaryColor', '#12345'],
    ['companyName', 'x'.repeat(121)],
    ['description', 'a\0b'],
  ])('%s %j is refused', (name, value) => {
    const fields = { companyName: null, domain: null, description: null, primaryColor: null };
    expect(BrandFields.safeParse({ ...fields, [name]: value }).success).toBe(false);
  });

  test('are written, cleared, and audited by name; no change leaves no entry', async () => {
    const { workspaceId } = tenant;
    const fields = {
      companyName: 'Acme',
      domain: 'acme.example',
      description: null,
      primaryColor: '#b4490f',
    };
    const update = (changes: Partial<typeof fields> = {}) =>
      updateBrand(world.db, actor(), { workspaceId, fields: { ...fields, ...changes } });

    expect(await getBrand(world.db, { workspaceId })).toMatchObject({ companyName: null });
    expect(await update()).toMatchObject(fields);
    await update();
    expect(await update({ domain: null as never })).toMatchObject({ domain: null });

    expect(await auditOf()).toEqual([
      ['brand.update', { changed: ['companyName', 'domain', 'primaryColor'] }],
      ['brand.update', { changed: ['domain'] }],
    ]);
  });
});

describe('pictures', () => {
  test('are what their bytes say, and the one before is deleted', async () => {
    await set(PNG);
    const before = await getBrand(world.db, tenant);
    await set(SVG);

    const { stream, contentType } = await read();
    expect(contentType).toBe('image/svg+xml');
    expect(await buffer(stream)).toEqual(SVG);
    expect(stored.size).toBe(1);
    expect((await getBrand(world.db, tenant)).logoVersion).not.toBe(before.logoVersion);
    await expect(read('icon')).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each([
    ['text', Buffer.from('hello'), 'invalid_request'],
    ['a page', Buffer.from('<html><svg></svg></html>'), 'invalid_request'],
    ['nothing', Buffer.alloc(0), 'invalid_request'],
    ['1 MB and a byte', Buffer.concat([PNG, Buffer.alloc(PICTURE_BYTES_MAX)]), 'payload_too_large'],
  ])('%s is refused, and nothing is left', async (_, bytes, code) => {
    await expect(set(bytes)).rejects.toMatchObject({ code });
    expect(stored.size).toBe(0);
    expect(await auditOf()).toEqual([]);
  });

  test('many at once leave the one that is shown, and no other', async () => {
    await Promise.all(Array.from({ length: 6 }, (_, n) => set(n % 2 ? PNG : SVG)));

    expect(stored.size).toBe(1);
    await read();
  });

  test('the first of a workspace waits for one that was first by a moment', async () => {
    const { workspaceId } = tenant;
    let second: Promise<void> | undefined;

    await inTransaction(world.pool, async (first) => {
      await first.query('INSERT INTO brand (workspace_id, updated_at) VALUES ($1, now())', [
        workspaceId,
      ]);
      second = set(PNG);
      await statementsWaiting(world);
    });

    await second;
    expect(await read()).toMatchObject({ contentType: 'image/png' });
  });

  test('are removed with their file', async () => {
    await set(PNG, 'icon');
    const remove = () =>
      removeBrandPicture(deps(), actor(), { workspaceId: tenant.workspaceId, picture: 'icon' });

    await remove();

    expect(stored.size).toBe(0);
    await expect(remove()).rejects.toMatchObject({ code: 'not_found' });
    expect(await auditOf()).toEqual([
      ['brand.picture', { picture: 'icon', isRemoved: false }],
      ['brand.picture', { picture: 'icon', isRemoved: true }],
    ]);
  });
});
