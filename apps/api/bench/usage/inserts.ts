import { createUsageWriter, ensureUsagePartitions, newId, type UsageRow } from '@tented/core';
import { openDatabase } from '@tented/db';
import { migrate } from '@tented/db/migrate';
import { makeWorld } from './fill.ts';
import { type Timing, toTiming } from './measure.ts';

export const ROWS_PER_BATCH = 500;

/** What the log has for its readers, beyond its two oldest indexes. */
const INDEXES = ['usage_log_status_idx', 'usage_log_method_idx', 'usage_log_credits_idx'];
const TRIGGERS = ['usage_log_late_row', 'usage_log_late_change', 'usage_log_removed_row'];

const dropIndexes = INDEXES.map((name) => `DROP INDEX ${name}`);
const dropTriggers = TRIGGERS.map((name) => `DROP TRIGGER ${name} ON usage_log`);

/** From what was there before, to what is there now; each is a database of its own. */
const VARIANTS = {
  'neither indexes nor triggers': [...dropIndexes, ...dropTriggers],
  'the partial indexes': dropTriggers,
  'the partial indexes and the triggers': [],
};

/**
 * How long batches of ordinary rows take through the writer of the server. In turn, so that
 * whatever else the machine does falls on all alike.
 */
export async function measureInserts(
  makeDatabase: (name: string) => Promise<string>,
  batches: number,
): Promise<Map<string, Timing>> {
  const logs = new Map<string, Awaited<ReturnType<typeof openLog>>>();
  for (const [index, [name, without]] of Object.entries(VARIANTS).entries()) {
    logs.set(name, await openLog(await makeDatabase(`inserts_${index}`), without));
  }
  const durations = new Map([...logs.keys()].map((name) => [name, [] as number[]]));
  for (let turn = 0; turn < batches; turn += 1) {
    for (const [name, log] of logs) {
      const startedAt = performance.now();
      await log.append();
      durations.get(name)?.push(performance.now() - startedAt);
    }
  }
  for (const log of logs.values()) await log.close();
  return new Map([...durations].map(([name, all]) => [name, toTiming(all)]));
}

async function openLog(url: string, without: string[]) {
  await migrate(url);
  const database = openDatabase(url);
  for (const statement of without) await database.pool.query(statement);
  await ensureUsagePartitions(database.pool, new Date());
  const { workspaceId, keyIds } = await makeWorld(database, new Date());
  const usage = createUsageWriter({ pool: database.pool, clock: () => new Date() });
  const rowNow = (): UsageRow => {
    const at = new Date();
    const request = {
      workspaceId,
      id: newId(at),
      keyId: keyIds[0]!,
      secretNumber: 1,
      occurredAt: at,
    };
    const call = { method: 'GET', path: '/v1/contacts', route: '/v1/contacts' };
    const answer = { status: 200, durationMs: 3, creditsCharged: 0, isReplayed: false };
    return { ...request, ...call, ...answer, errorCode: null, error: null };
  };
  return {
    append: () =>
      Promise.all(
        Array.from({ length: ROWS_PER_BATCH }, () => usage.append(rowNow(), { needsKey: true })),
      ),
    close: () => database.close(),
  };
}
