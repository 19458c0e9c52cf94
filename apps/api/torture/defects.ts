import { setTimeout } from 'node:timers/promises';
import { charge, type KeyCache, type KeyRecord, type UsageWriter } from '@tented/core';
import { type Database, inTransaction, type Pool } from '@tented/db';
import type { Services } from '../src/services.ts';
import type { Pay } from './notes.ts';

// Builds that are broken on purpose, so that the harness can show that it would notice. The
// product knows nothing of them: each replaces a service of one.

export const DEFECTS = [
  'charge-outside-transaction',
  'log-after-answer',
  'cache-without-validation',
] as const;
export type Defect = (typeof DEFECTS)[number];

/** Charges in a transaction of its own, beside the one of the write it pays for. */
export function payOutside(pool: Pool): Pay {
  return (_tx, caller, price) => inTransaction(pool, (own) => charge(own, caller, price));
}

const LOG_DELAY_MS = 1_000;

/** Lets every answer go and writes its row a little later, as a queue in memory does. */
export function loggingLater(services: Services): Services {
  const usage: UsageWriter = {
    ...services.usage,
    append: async (row, options) => {
      void setTimeout(LOG_DELAY_MS)
        .then(() => services.usage.append(row, options))
        .catch(() => {});
      return { status: row.status };
    },
  };
  return { ...services, usage };
}

/** Believes what it knows of a key: no commit looks at it again, and none locks it … */
export function trustingTheCache(database: Database): Database {
  database.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const trusting = (config: unknown, ...rest: unknown[]) => query(withoutCheck(config), ...rest);
    Object.assign(client, { query: trusting });
  });
  return database;
}

/** … and what it knows of it is what it has seen first. */
export function rememberingForEver(services: Services): Services {
  const records = new Map<string, KeyRecord>();
  const keys: KeyCache = {
    ...services.keys,
    async find(token) {
      const record = records.get(token) ?? (await services.keys.find(token));
      if (record) records.set(token, record);
      return record;
    },
  };
  return { ...services, keys };
}

const IS_LIVE = /k\.deleted_at IS NULL AND \(k\.expires_at IS NULL OR k\.expires_at > \$3\)/;
const LOCK = /FOR KEY SHARE OF k/;

function withoutCheck(config: unknown): unknown {
  if (typeof config !== 'object' || config === null || !('text' in config)) return config;
  // The moment stays a parameter of the statement: its type could not be told otherwise.
  const text = String(config.text)
    .replace(IS_LIVE, '$3::timestamptz IS NOT NULL')
    .replace(LOCK, '');
  return { ...config, text };
}
