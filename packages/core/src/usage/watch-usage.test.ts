import { inTransaction, type SqlTx } from '@tented/db';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { charge } from '../credits/charge.ts';
import { refund } from '../credits/refund.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import type { UsageFilter } from './usage-filter.ts';
import type { UsageRow } from './usage-row.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';
import { watchUsage, type UsageNews } from './watch-usage.ts';

let world: TestWorld;
let usage: UsageWriter;
let tenant: TestTenant;
let stopping: AbortController;

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world);
  stopping = new AbortController();
});
afterEach(() => stopping.abort());

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1_000);

const append = async (at: Date, changes: Partial<UsageRow> = {}) => {
  const row = usageRowOf(tenant.caller(at), changes);
  await usage.append(row, { needsKey: false });
  return row.id;
};

function watch({ filter = {}, position }: { filter?: UsageFilter; position?: string } = {}) {
  const question = { workspaceId: tenant.workspaceId, plan: 'pro', filter } as const;
  const options = { clock: () => new Date(), signal: stopping.signal, position, pollMs: 40 };
  return watchUsage(world.reader, question, options);
}

/** News up to the first that are not empty. */
async function nextNews(news: AsyncGenerator<UsageNews>): Promise<UsageNews> {
  for (;;) {
    const { value, done } = await news.next();
    if (done) throw new Error('The watch has ended.');
    if (value.kind === 'reset' || value.rows.length > 0) return value;
  }
}

const idsOf = ({ rows }: UsageNews) => rows.map(({ id }) => id);

const held = (row: UsageRow, meanwhile: (tx: SqlTx) => Promise<void>) =>
  inTransaction(world.pool, async (tx) => {
    await tx.query(
      `INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, status, duration_ms)
       VALUES ($1, $2, $3, $4, 'GET', '/v1/slow', 200, 1)`,
      [row.workspaceId, row.id, row.keyId, row.occurredAt],
    );
    await meanwhile(tx);
  });

test('it begins with a reset, and then tells what is written, each row once', async () => {
  await append(secondsAgo(3));
  const news = watch();
  expect(await nextNews(news)).toMatchObject({ kind: 'reset', rows: [] });

  const first = await append(secondsAgo(0));
  expect(idsOf(await nextNews(news))).toEqual([first]);
  const second = await append(secondsAgo(0));
  expect(idsOf(await nextNews(news))).toEqual([second]);
});

test('a row that is committed after younger ones is told when it is there', async () => {
  const news = watch();
  await nextNews(news);
  const slow = usageRowOf(tenant.caller(secondsAgo(8)));
  let quick: string | undefined;

  await held(slow, async () => {
    quick = await append(secondsAgo(0));
    expect(idsOf(await nextNews(news))).toEqual([quick]);
  });

  expect(idsOf(await nextNews(news))).toEqual([slow.id]);
});

test(
  'also one of a request that took longer than nearly all others do',
  { timeout: 30_000 },
  async () => {
    const news = watch();
    await nextNews(news);

    const slow = await append(secondsAgo(100));

    expect(idsOf(await nextNews(news))).toEqual([slow]);
  },
);

test('a broken watch is taken up where it left off, with nothing lost', async () => {
  const first = watch();
  await nextNews(first);
  const told = await append(secondsAgo(0));
  const { position } = await nextNews(first);
  const slow = usageRowOf(tenant.caller(secondsAgo(20)));
  await held(slow, async () => void (await first.return(undefined)));
  const missed = await append(secondsAgo(0));

  const again = await nextNews(watch({ position }));

  // Those around the break may be told twice: their ids say that they are the same.
  expect(idsOf(again).toSorted()).toEqual([slow.id, told, missed].toSorted());
});

test.each(['soon', '9999999999999', '', '0'])(
  'a position that is none (%j) begins anew',
  async (position) => {
    expect(await nextNews(watch({ position }))).toMatchObject({ kind: 'reset' });
  },
);

test('only what the filter lets through', async () => {
  const news = watch({ filter: { statuses: [{ from: 400, to: 499 }], path: 'tents' } });
  await nextNews(news);
  await append(secondsAgo(0), { status: 404 });
  await append(secondsAgo(0), { path: '/v1/tents' });
  const wanted = await append(secondsAgo(0), { status: 404, path: '/v1/tents/1' });

  expect(idsOf(await nextNews(news))).toEqual([wanted]);
});

test('a row is told again when credits come back', async () => {
  const news = watch();
  await nextNews(news);
  const caller = tenant.caller();
  const { entryId } = await inTransaction(world.pool, (tx) =>
    charge(tx, caller, { action: 'test', credits: 1 }),
  );
  await usage.append(usageRowOf(caller, { creditsCharged: 1 }), { needsKey: false });
  expect(await nextNews(news)).toMatchObject({ rows: [{ creditsRefunded: 0 }] });

  await inTransaction(world.pool, (tx) =>
    refund(tx, { workspaceId: tenant.workspaceId, chargeId: entryId, at: new Date() }),
  );

  expect(await nextNews(news)).toMatchObject({
    rows: [{ id: caller.requestId, creditsRefunded: 1 }],
  });
});

test('more than anybody could follow is a reset, and afterwards it tells again', async () => {
  const news = watch();
  await nextNews(news);
  await Promise.all(Array.from({ length: 300 }, () => append(secondsAgo(0))));

  expect(await nextNews(news)).toMatchObject({ kind: 'reset' });
  const next = await append(secondsAgo(0));
  expect(idsOf(await nextNews(news))).toContain(next);
});

test('it ends with its signal, at once', async () => {
  const news = watch();
  await nextNews(news);
  const next = news.next();

  stopping.abort();

  expect(await next).toMatchObject({ done: true });
});
