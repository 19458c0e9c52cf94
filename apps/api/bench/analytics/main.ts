import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createApiKey, createWorkspace, newId, newUlid } from '@tented/core';
import type { Db } from '@tented/db';
import pg from 'pg';
import { readEnv } from '../../src/env.ts';
import { startServer } from '../../src/server.ts';
import { type Client, fillViews, REFERRERS, TENTS } from './fill.ts';
import type { LoadPlan, LoadReport } from './load.ts';
import { readOptions, USAGE } from './options.ts';
import { type Figures, toMarkdown } from './report.ts';

const ROOT_DIR = path.resolve(import.meta.dirname, '../../../..');
const REPORT = path.join(ROOT_DIR, 'docs/performance-analytics.md');
const CONNECTIONS = 2;
const PAGE_CONNECTIONS = 32;
const PAGE_REQUESTS = 50_000;
const WARM_UP = 100;
const PAGE_HTML_BYTES = 20_000;
const MS_PER_SECOND = 1_000;
const BYTES_PER_GIB = 1_024 ** 3;

const PERSON =
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0\r\nAccept-Encoding: gzip, br\r\n';

const { rows, requests } = (() => {
  try {
    return readOptions();
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
})();
await mkdir(path.join(ROOT_DIR, '.data'), { recursive: true });
const dataDir = await mkdtemp(path.join(ROOT_DIR, '.data/bench-analytics-'));
const env = {
  PORT: '0',
  DATA_DIR: dataDir,
  RATE_LIMIT_PER_MINUTE: '0',
  WORKER: 'off',
  LOG_LEVEL: 'error',
};
const server = await startServer(readEnv({ ...env, NODE_ENV: 'production', HOST: '127.0.0.1' }));
const client = new pg.Client({ connectionString: server.system.database.url });
await client.connect();
try {
  const figures = await measure(await prepare());
  await writeFile(
    REPORT,
    toMarkdown(figures, { rows, requests, machine: await nameMachine(client) }),
  );
  console.log(`Wrote ${path.relative(process.cwd(), REPORT)}`);
} finally {
  await client.end();
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
}

type World = { workspaceId: string; slug: string; secret: string; tentIds: string[] };

/** A workspace with all its views; of its tents those that were seen most are published. */
async function prepare(): Promise<World> {
  const { services, database } = server.system;
  const workspace = await makeWorkspace(services.db);
  const { workspaceId } = workspace;
  console.log(`Filling in ${rows.toLocaleString('en-US')} views …`);
  const startedAt = performance.now();
  await fillViews({ client, pool: database.pool }, { workspaceId, rows, now: new Date() });
  console.log(`… in ${((performance.now() - startedAt) / MS_PER_SECOND).toFixed(0)} s.`);
  const { rows: seen } = await client.query<{ id: string }>(
    `SELECT value AS id FROM page_view_month, unnest(views) AS n
     WHERE dimension = 'tent' AND workspace_id = $1
     GROUP BY value ORDER BY sum(n) DESC LIMIT 100`,
    [workspaceId],
  );
  const tentIds = seen.map(({ id }) => id);
  await publishTents(services.db, workspaceId, tentIds);
  return { ...workspace, tentIds };
}

async function measure({ workspaceId, slug, secret, tentIds }: World): Promise<Figures> {
  const { services } = server.system;
  const key = `Authorization: Bearer ${secret}\r\n`;
  const ask = (name: string, urls: string[]) =>
    load(name, {
      requests: urls.map((url) => get(url, key)),
      connections: CONNECTIONS,
      count: requests,
    });
  const plain = await ask('me', ['/v1/me']);
  const tent = await ask(
    'tent',
    tentIds.map((id) => `/v1/analytics/tent?tentIdOrAlias=${id}`),
  );
  const org = await ask('org', ['/v1/analytics/org']);
  const page = await load('page', {
    requests: [get(`/p/${slug}/${tentIds[0]}`, PERSON)],
    connections: PAGE_CONNECTIONS,
    count: PAGE_REQUESTS,
  });
  await services.views.flush();
  return {
    plain,
    tent,
    org,
    page,
    views: await countViews(workspaceId),
    dropped: services.views.droppedViews(),
    loadAverage: os.loadavg()[0] ?? 0,
  };
}

/** What the bench of the page has left behind. */
async function countViews(workspaceId: string): Promise<Figures['views']> {
  const { rows: counted } = await client.query<{ views: string }>(
    `SELECT sum(n) AS views FROM page_view_month, unnest(views) AS n
     WHERE workspace_id = $1 AND dimension = 'total'
       AND tent_id = '00000000-0000-0000-0000-000000000000'`,
    [workspaceId],
  );
  return { expected: rows + PAGE_REQUESTS + WARM_UP, counted: Number(counted[0]?.views) };
}

function get(url: string, headers: string): string {
  return `GET ${url} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;
}

async function load(name: string, plan: Omit<LoadPlan, 'port' | 'warmUp'>): Promise<LoadReport> {
  const child = fork(path.join(import.meta.dirname, 'load.ts'));
  child.send({ port: Number(new URL(server.url).port), warmUp: WARM_UP, ...plan });
  const [report] = (await once(child, 'message')) as [LoadReport];
  console.log(name, report);
  if (report.wrong > 0) throw new Error(`${report.wrong} answers were not 200.`);
  return report;
}

async function makeWorkspace(db: Db) {
  const at = new Date();
  const user = await db.user.create({
    data: { id: newId(), name: 'Bench', email: 'bench@example.com' },
  });
  const actor = { userId: user.id, at };
  const { id: workspaceId, slug } = await createWorkspace(db, actor, {
    name: 'Bench',
    plan: 'max',
    ownerId: user.id,
  });
  const { secret } = await createApiKey(db, actor, {
    workspaceId,
    name: 'Bench',
    scope: 'read_only',
  });
  return { workspaceId, slug, secret };
}

/** The tents that were seen most exist; the others have been deleted since. */
async function publishTents(db: Db, workspaceId: string, ids: string[]): Promise<string[]> {
  const at = new Date();
  const html = `<!doctype html><title>Bench</title><body>${'<p>Hello, you.</p>'.repeat(PAGE_HTML_BYTES / 18)}</body>`;
  for (const id of ids) {
    const generationId = newUlid(at);
    const done = { status: 'completed', createdAt: at } as const;
    await db.tent.create({
      data: {
        ...done,
        workspaceId,
        id,
        name: `Tent ${id}`,
        generationId,
        completedId: generationId,
        publishedId: generationId,
        publishedAt: at,
        publicationStatus: 'published',
        generations: 1,
        updatedAt: at,
      },
    });
    await db.generation.create({
      data: {
        ...done,
        workspaceId,
        id: generationId,
        tentId: id,
        number: 1,
        kind: 'initial',
        prompt: 'Bench',
        assetIds: [],
        html,
        completedAt: at,
      },
    });
  }
  return ids;
}

async function nameMachine(client: Client): Promise<string> {
  const { rows: settings } = await client.query<{ server_version: string }>('SHOW server_version');
  return [
    `${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores`,
    `${Math.round(os.totalmem() / BYTES_PER_GIB)} GiB`,
    `${os.type()} ${os.arch()}`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${settings[0]?.server_version.split(' ', 1)[0]}`,
    `${TENTS} tents, ${REFERRERS} referrers`,
  ].join(' · ');
}
