import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTenant, type TestTenant } from '../testing.ts';
import { openTentWorld, type TentWorld } from '../testing-tents.ts';
import { GenerationRefused, type TentGenerator } from './tent-generator.ts';

let world: TentWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await openTentWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world);
});

const tentOf = (id: string) => world.db.tent.findFirstOrThrow({ where: { id } });
const refusing: TentGenerator = { generate: () => Promise.reject(new GenerationRefused('No.')) };
const leavesRoomFor = async (pages: number) => {
  const { workspaceId } = tenant;
  const at = new Date();
  await world.pool.query(
    `INSERT INTO tent (workspace_id, id, name, published_id, published_at, created_at, updated_at)
     SELECT $1, gen_random_uuid(), 'Live', 'live', $2, $2, $2 FROM generate_series(1, $3)`,
    [workspaceId, at, 500 - pages],
  );
};

/** A tent of a bulk job, which holds its alias from admission on. */
async function reserve(alias: string): Promise<string> {
  const { items } = await world.bulk(tenant, [{ input_data: {}, custom_page_alias: alias }], true);
  const item = items[0]!;
  if (item.status !== 'queued') throw new Error(item.error.message);
  return item.tentId;
}

describe('an alias that a bulk job reserved', () => {
  test('is the address of the page when it is published', async () => {
    const id = await reserve('spring');
    expect(await tentOf(id)).toMatchObject({ alias: 'spring', publishedId: null });

    await world.generate(tenant, id);

    expect(await tentOf(id)).toMatchObject({ alias: 'spring', publicationStatus: 'published' });
  });

  test('is kept for it: another tent that asks for it gets its default address', async () => {
    const id = await reserve('spring');
    const other = await world.create(tenant, { autoPublish: true, requestedAlias: 'spring' });

    await world.generate(tenant, other);
    await world.generate(tenant, id);

    expect(await tentOf(other)).toMatchObject({
      alias: null,
      requestedAlias: 'spring',
      publicationStatus: 'published_with_warnings',
    });
    expect(await tentOf(id)).toMatchObject({ alias: 'spring', publicationStatus: 'published' });
  });

  test('is free again when the page cannot be made', async () => {
    const id = await reserve('spring');

    await world.generate(tenant, id, { generator: refusing });

    expect(await tentOf(id)).toMatchObject({ alias: null, publicationStatus: 'failed' });
    await expect(reserve('spring')).resolves.toBeDefined();
  });

  test('is free again when the plan has no room for the page', async () => {
    const id = await reserve('spring');
    await leavesRoomFor(0);

    await world.generate(tenant, id);

    expect(await tentOf(id)).toMatchObject({
      status: 'completed',
      alias: null,
      publicationStatus: 'failed',
      publicationNote: { code: 'publish_limit_reached' },
    });
    await expect(reserve('spring')).resolves.toBeDefined();
  });

  test('waits for an edit that publishes, where the first page cannot be made', async () => {
    const id = await reserve('spring');
    await world.edit(tenant, id, { autoPublish: true });

    await world.generate(tenant, id, { generator: refusing });
    expect(await tentOf(id)).toMatchObject({ alias: 'spring', publicationStatus: 'pending' });
    await world.generate(tenant, id);

    expect(await tentOf(id)).toMatchObject({ alias: 'spring', publicationStatus: 'published' });
  });

  test('goes with the tent', async () => {
    const id = await reserve('spring');

    await world.delete(tenant, id);

    await expect(reserve('spring')).resolves.toBeDefined();
  });
});

describe('an edit that publishes', () => {
  test('asks for the alias that the tent has, where it names none', async () => {
    const id = await world.create(tenant, { autoPublish: true, requestedAlias: 'spring' });
    await world.generate(tenant, id);

    await world.edit(tenant, id, { autoPublish: true });

    expect(await tentOf(id)).toMatchObject({
      requestedAlias: 'spring',
      alias: 'spring',
      publicationStatus: 'pending',
    });
  });

  test('and fails leaves the page that is live, and its alias, as they were', async () => {
    const id = await world.create(tenant, { autoPublish: true, requestedAlias: 'spring' });
    await world.generate(tenant, id);
    const { publishedId } = await tentOf(id);
    await world.edit(tenant, id, { autoPublish: true, requestedAlias: 'summer' });

    await world.generate(tenant, id, { generator: refusing });

    expect(await tentOf(id)).toMatchObject({
      status: 'failed',
      publishedId,
      alias: 'spring',
      requestedAlias: 'summer',
      publicationStatus: 'failed',
      publicationNote: { code: 'generation_failed' },
    });
  });
});
