import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { listMigrations, migrate, MIGRATIONS_DIR } from './migrate.ts';
import { createTestDb } from './test-db.ts';

const WORKSPACE = '00000000-0000-0000-0000-0000000000a1';
const TENT = '00000000-0000-0000-0000-0000000000b1';

test('what had been counted by days is there by months after 0010', async () => {
  const before = await fs.mkdtemp(path.join(os.tmpdir(), 'migrations-'));
  await fs.copyFile(
    path.join(MIGRATIONS_DIR, 'migration_lock.toml'),
    path.join(before, 'migration_lock.toml'),
  );
  for (const name of await listMigrations(MIGRATIONS_DIR)) {
    if (name < '0010') {
      await fs.cp(path.join(MIGRATIONS_DIR, name), path.join(before, name), { recursive: true });
    }
  }
  await using db = await createTestDb({ isEmpty: true });
  await migrate(db.url, before);
  await fs.rm(before, { recursive: true });
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query(`
      INSERT INTO workspace (id, name, slug, plan) VALUES ('${WORKSPACE}', 'Old', 'old', 'pro');
      INSERT INTO page_view_day (workspace_id, tent_id, day, dimension, value, views, visits) VALUES
        ('${WORKSPACE}', '${TENT}', '2026-02-01', 'total', '', 5, 3),
        ('${WORKSPACE}', '${TENT}', '2026-02-28', 'total', '', 7, 4),
        ('${WORKSPACE}', '${TENT}', '2026-03-31', 'total', '', 2, 1),
        ('${WORKSPACE}', '${TENT}', '2026-02-28', 'country', 'France', 6, 0)`);

    expect((await migrate(db.url)).applied[0]).toBe('0010_months_of_views');

    const { rows } = await client.query<{ month: string; views: number[]; visits: number[] }>(`
      SELECT month::text, dimension, value, views, visits FROM page_view_month ORDER BY 1, 2`);
    const counted = rows.map((row) => ({
      ...row,
      views: byDay(row.views),
      visits: byDay(row.visits),
    }));
    expect(rows.map(({ views }) => views.length)).toEqual([31, 31, 31]);
    expect(counted).toEqual([
      {
        month: '2026-02-01',
        dimension: 'total',
        value: '',
        views: { 1: 5, 28: 7 },
        visits: { 1: 3, 28: 4 },
      },
      { month: '2026-02-01', dimension: 'country', value: 'France', views: { 28: 6 }, visits: {} },
      { month: '2026-03-01', dimension: 'total', value: '', views: { 31: 2 }, visits: { 31: 1 } },
    ]);
  } finally {
    await client.end();
  }
});

/** The days of a month that have any. */
function byDay(counts: number[]): Record<number, number> {
  return Object.fromEntries(
    counts.flatMap((count, index) => (count > 0 ? [[index + 1, count]] : [])),
  );
}
