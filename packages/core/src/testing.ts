import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@tented/db';
import { createTestDb, EVENTUALLY } from '@tented/db/test-db';
import { expect, vi } from 'vitest';
import { createApiKey } from './api-keys/api-keys.ts';
import type { Secret } from './api-keys/secret.ts';
import type { Caller } from './caller.ts';
import type { Plan } from '@tented/db';
import { newId } from './ids.ts';
import type { UsageRow } from './usage/usage-row.ts';
import { ensureUsagePartitions } from './usage/partitions.ts';
import { sealUsage } from './usage/seal-usage.ts';
import { createWorkspace } from './workspaces/workspaces.ts';

// What tests of the core stand on: a database of their own, and people with workspaces in it.

export type TestWorld = Database & AsyncDisposable;

export async function openTestWorld(): Promise<TestWorld> {
  const testDb = await createTestDb();
  const database = openDatabase(testDb.url);
  await ensureUsagePartitions(database.pool, new Date());
  return {
    ...database,
    async [Symbol.asyncDispose]() {
      await database.close();
      await testDb.close();
    },
  };
}

export type TestTenant = {
  userId: string;
  workspaceId: string;
  slug: string;
  keyId: string;
  secret: Secret;
  /** A caller with the tenant's key, of a new request at `at`. */
  caller(at?: Date, secretNumber?: number): Caller;
};

/**
 * Resolves when exactly `count` statements of this database wait for a lock. It is a step on the
 * way to what a test asks, no claim about speed: hence the patience.
 */
export async function statementsWaiting({ db }: Pick<Database, 'db'>, count = 1): Promise<void> {
  await vi.waitFor(async () => {
    const waiting = await db.$queryRaw<unknown[]>`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(count);
  }, EVENTUALLY);
}

/**
 * Seals the hours that are over, and answers with how many these were. Transactions of tests that
 * run beside this one, on databases of their own, hold it up for a moment.
 */
export async function sealCompletely({ pool }: Pick<Database, 'pool'>): Promise<number> {
  let total = 0;
  await vi.waitFor(async () => {
    const { hours, isComplete } = await sealUsage(pool);
    total += hours;
    expect(isComplete).toBe(true);
  }, EVENTUALLY);
  return total;
}

/** A person, their workspace, and a key in it. */
export async function makeTenant(
  { db }: Pick<Database, 'db'>,
  { plan = 'pro', at = new Date() }: { plan?: Plan; at?: Date } = {},
): Promise<TestTenant> {
  const user = await db.user.create({
    data: { id: newId(), name: 'Ada', email: `${randomUUID()}@example.com` },
  });
  const actor = { userId: user.id, at };
  const { id: workspaceId, slug } = await createWorkspace(db, actor, {
    name: `Workspace ${randomUUID()}`,
    plan,
    ownerId: user.id,
  });
  const input = { workspaceId, name: 'Key', scope: 'all_access' } as const;
  const { apiKey, secret } = await createApiKey(db, actor, input);
  return {
    userId: user.id,
    workspaceId,
    slug,
    keyId: apiKey.id,
    secret,
    caller: (now = new Date(), secretNumber = 1) => ({
      workspaceId,
      keyId: apiKey.id,
      secretNumber,
      scope: 'all_access',
      plan,
      requestId: newId(now),
      at: now,
    }),
  };
}

/** The row of a plain successful read by that caller. */
export function usageRowOf(caller: Caller, changes: Partial<UsageRow> = {}): UsageRow {
  return {
    workspaceId: caller.workspaceId,
    id: caller.requestId,
    keyId: caller.keyId,
    secretNumber: caller.secretNumber,
    occurredAt: caller.at,
    method: 'GET',
    path: '/v1/me',
    route: '/v1/me',
    status: 200,
    durationMs: 3,
    creditsCharged: 0,
    isReplayed: false,
    errorCode: null,
    error: null,
    ...changes,
  };
}
