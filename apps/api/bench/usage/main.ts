import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { summariseUsage } from '@tented/core';
import { openListener } from '@tented/db';
import { openEmbedded } from '@tented/db/embedded';
import { type FilledLog, fillLog } from './fill.ts';
import { measureInserts, ROWS_PER_BATCH } from './inserts.ts';
import { measureCharts, measurePages } from './measure.ts';
import { readOptions, USAGE } from './options.ts';
import { type Figures, toMarkdown, verdictsOf } from './report.ts';
import { measureTab } from './tab.ts';

const ROOT_DIR = path.resolve(import.meta.dirname, '../../../..');
const REPORT = path.join(ROOT_DIR, 'docs/performance-usage.md');
const SMALL_ROWS = 100_000;
const CHARTS = 15;
const INSERT_BATCHES = 300;
const BYTES_PER_GIB = 1_024 ** 3;

const options = (() => {
  try {
    return readOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
})();
await mkdir(path.join(ROOT_DIR, '.data'), { recursive: true });
const dataDir = await mkdtemp(path.join(ROOT_DIR, '.data/bench-usage-'));
const cluster = await openEmbedded({ dataDir });
try {
  const figures = await measure();
  await writeFile(REPORT, toMarkdown(figures));
  for (const verdict of verdictsOf(figures)) console.log(verdict);
  console.log(`Wrote ${path.relative(process.cwd(), REPORT)}`);
} finally {
  await cluster.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(): Promise<Figures> {
  const { rows, pages } = options;
  const logs: FilledLog[] = [];
  for (const [name, count] of [
    ['small', SMALL_ROWS],
    ['long', rows],
  ] as const) {
    console.log(`Filling in ${count.toLocaleString('en-US')} requests …`);
    logs.push(await fillLog(await makeDatabase(name), count));
  }
  const [small, long] = logs as [FilledLog, FilledLog];
  console.log(
    `… ${(long.fillMs / 1_000).toFixed(0)} s, sealed in ${(long.sealMs / 1_000).toFixed(0)} s.`,
  );

  const lists = await measurePages([small, long], pages);
  for (const [name, timings] of lists) {
    const text = timings.map(({ p50Ms, p95Ms }) => `${p50Ms.toFixed(1)} / ${p95Ms.toFixed(1)} ms`);
    console.log(`${name.padEnd(40)} ${text.join('   ')}`);
  }
  const charts = await measureCharts(long, CHARTS);
  console.log('charts', Object.fromEntries(charts));
  const inserts = await measureInserts(makeDatabase, INSERT_BATCHES);
  console.log('inserts', Object.fromEntries(inserts));
  const tab = await measureTab(long, dataDir);
  console.log('tab', tab);

  const { fillMs, sealMs } = long;
  const figures = {
    machine: await nameMachine(long),
    totals: await readTotals(long),
    bytes: await readSizes(long),
  };
  for (const { database } of logs) await database.close();
  return {
    ...figures,
    rows,
    pages,
    smallRows: SMALL_ROWS,
    rowsPerBatch: ROWS_PER_BATCH,
    fillMs,
    sealMs,
    lists,
    charts,
    inserts,
    tab,
  };
}

async function makeDatabase(name: string): Promise<string> {
  const client = openListener(cluster.url);
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  await client.end();
  const url = new URL(cluster.url);
  url.pathname = `/${name}`;
  return url.href;
}

async function readTotals({ database, workspaceId }: FilledLog): Promise<Figures['totals']> {
  const question = { workspaceId, plan: 'max', at: new Date(), filter: {} } as const;
  const { sums } = await summariseUsage(database.reader, question, 'UTC');
  const client = openListener(database.url);
  await client.connect();
  const { rows } = await client.query<{ log: number }>(
    'SELECT count(*)::int AS log FROM usage_log',
  );
  await client.end();
  return { chart: sums.reduce((sum, { requests }) => sum + requests, 0), log: rows[0]!.log };
}

async function readSizes({ database }: FilledLog): Promise<Figures['bytes']> {
  const { rows } = await database.reader.query<Figures['bytes']>(`
    SELECT sum(pg_table_size(inhrelid))::float8 AS "table",
           sum(pg_indexes_size(inhrelid))::float8 AS indexes,
           (SELECT sum(pg_relation_size(indexrelid))::float8 FROM pg_index
            WHERE indpred IS NOT NULL AND indrelid IN
              (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'usage_log'::regclass)) AS partial,
           pg_total_relation_size('usage_hour')::float8 AS sums
    FROM pg_inherits WHERE inhparent = 'usage_log'::regclass`);
  return rows[0]!;
}

async function nameMachine({ database }: FilledLog): Promise<string> {
  const { rows } = await database.reader.query<{ server_version: string }>('SHOW server_version');
  return [
    `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores`,
    `${Math.round(os.totalmem() / BYTES_PER_GIB)} GiB`,
    `${os.type()} ${os.arch()}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${rows[0]?.server_version.split(' ', 1)[0]}`,
  ].join(' · ');
}
