import { randomBytes } from 'node:crypto';
import {
  createApiKey,
  createWorkspace,
  deleteApiKey,
  ensureUsagePartitions,
  newId,
  sealUsage,
} from '@tented/core';
import { type Database, openDatabase, openListener } from '@tented/db';
import { migrate } from '@tented/db/migrate';

/** A database with one long log in it. */
export type FilledLog = {
  database: Database;
  workspaceId: string;
  slug: string;
  email: string;
  /** From the one that is used most to one that is hardly used, and has been deleted. */
  keyIds: string[];
  from: Date;
  to: Date;
  fillMs: number;
  sealMs: number;
};

export const DAYS = 89;
export const KEYS = 12;
const DAY_MS = 24 * 60 * 60 * 1_000;
const ROWS_AT_ONCE = 500_000;

/** A session of this kind runs no triggers: the seal is made afterwards, all at once. */
const FILL_SETTINGS = `SET session_replication_role = replica; SET synchronous_commit = off;
  SET statement_timeout = 0; SET work_mem = '256MB'`;
/** As long as it takes: a client's own limit is that of a request. */
const QUERY_TIMEOUT_MS = 60 * 60 * 1_000;

/**
 * Requests of the last 89 days: keys that are used more and less, a common and a rare method,
 * every class of status, five answers of 503 however long the log is, a few that cost credits.
 */
export async function fillLog(url: string, rows: number): Promise<FilledLog> {
  await migrate(url);
  const database = openDatabase(url);
  const to = new Date();
  const from = new Date(to.getTime() - DAYS * DAY_MS);
  for (let at = from; at <= to; at = new Date(at.getTime() + 28 * DAY_MS)) {
    await ensureUsagePartitions(database.pool, at);
  }
  const world = await makeWorld(database, from);

  const client = openListener(url);
  await client.connect();
  const run = (text: string, values: unknown[] = []) => {
    const statement = { text, values, query_timeout: QUERY_TIMEOUT_MS };
    return client.query(statement);
  };
  const startedAt = performance.now();
  await run(FILL_SETTINGS);
  await run('SELECT setseed(0.5)');
  for (let first = 1; first <= rows; first += ROWS_AT_ONCE) {
    const last = Math.min(first + ROWS_AT_ONCE - 1, rows);
    const { workspaceId, keyIds } = world;
    await run(INSERT_ROWS, [workspaceId, keyIds, first, last, rows, from]);
  }
  await run('VACUUM ANALYZE usage_log');
  const fillMs = performance.now() - startedAt;
  const sealedAt = performance.now();
  await sealUsage(database.pool);
  const sealMs = performance.now() - sealedAt;
  await run('VACUUM ANALYZE usage_hour');
  await client.end();
  return { database, ...world, from, to, fillMs, sealMs };
}

/** A person, their workspace on Max, and twelve keys, of which the last has been deleted. */
export async function makeWorld({ db }: Database, at: Date) {
  const email = `bench-${randomBytes(4).toString('hex')}@example.com`;
  const user = await db.user.create({ data: { id: newId(), name: 'Bench', email } });
  const actor = { userId: user.id, at };
  const { id: workspaceId, slug } = await createWorkspace(db, actor, {
    name: 'Bench',
    plan: 'max',
    ownerId: user.id,
  });
  const keyIds: string[] = [];
  for (let n = 1; n <= KEYS; n += 1) {
    const input = { workspaceId, name: `Key ${n}`, scope: 'all_access' } as const;
    keyIds.push((await createApiKey(db, actor, input)).apiKey.id);
  }
  await deleteApiKey(db, { ...actor, at: new Date() }, { workspaceId, id: keyIds.at(-1)! });
  return { workspaceId, slug, email, keyIds };
}

const TENT_PATH = `'/v1/tents/' || left(noise, 8) || '-0000-7000-8000-' || right(noise, 12)`;

/** `p`, `s` and `k` are what chance says of path, status and key. */
const INSERT_ROWS = `
  INSERT INTO usage_log
    (workspace_id, id, key_id, occurred_at, method, path, route, status, duration_ms,
     credits_charged, credits_refunded, error_code, error)
  SELECT $1, id, ($2::uuid[])[CASE WHEN n % greatest($5::bigint / 40, 1) = 7 THEN ${KEYS}
           ELSE least(${KEYS - 1}, 1 + floor(-ln(1 - k) * 1.6))::int END],
         at, method, path, route, status, 1 + floor(k * 60)::int,
         CASE WHEN status = 202 THEN 1 ELSE 0 END,
         CASE WHEN status = 202 AND k < 0.03 THEN 1 ELSE 0 END,
         CASE status WHEN 400 THEN 'invalid_request' WHEN 401 THEN 'unauthorized'
           WHEN 404 THEN 'not_found' WHEN 429 THEN 'rate_limited'
           WHEN 500 THEN 'internal_error' WHEN 503 THEN 'unavailable' END,
         CASE WHEN status >= 400 THEN '{"message": "Something about this request was not right."}'::jsonb END
  FROM (
    SELECT n, at, k,
           (left(clock, 8) || '-' || right(clock, 4) || '-7' || substr(noise, 1, 3) || '-8'
             || substr(noise, 4, 3) || '-' || substr(noise, 7, 12))::uuid AS id,
           CASE WHEN p < 0.0004 THEN 'DELETE' WHEN p < 0.35 THEN 'POST' ELSE 'GET' END AS method,
           CASE WHEN p < 0.0004 THEN ${TENT_PATH} WHEN p < 0.02 THEN '/v1/tents'
             WHEN p < 0.35 THEN '/v1/contacts' WHEN p < 0.6 THEN ${TENT_PATH}
             WHEN p < 0.8 THEN '/v1/contacts' ELSE '/v1/credits' END AS path,
           CASE WHEN p < 0.0004 THEN '/v1/tents/{tentId}' WHEN p < 0.02 THEN '/v1/tents'
             WHEN p < 0.35 THEN '/v1/contacts' WHEN p < 0.6 THEN '/v1/tents/{tentId}'
             WHEN p < 0.8 THEN '/v1/contacts' ELSE '/v1/credits' END AS route,
           CASE WHEN n % greatest($5::bigint / 5, 1) = 5 THEN 503
             WHEN p >= 0.0004 AND p < 0.02 AND s < 0.95 THEN 202
             WHEN s < 0.03 THEN 400 WHEN s < 0.04 THEN 401 WHEN s < 0.07 THEN 404
             WHEN s < 0.09 THEN 429 WHEN s < 0.0902 THEN 500 ELSE 200 END AS status
    FROM (
      SELECT n, at, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS clock,
             md5(n::text || 'x') AS noise, random() AS k, random() AS p, random() AS s
      FROM generate_series($3::bigint, $4::bigint) AS n,
           LATERAL (SELECT date_trunc('milliseconds',
             $6::timestamptz + n::float8 / $5::float8 * interval '${DAYS} days') AS at) AS moment
    ) AS chance
  ) AS request`;
