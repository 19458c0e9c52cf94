import {
  type Clock,
  type ContactsInput,
  type ContactsOutput,
  createKeyCache,
  createMeteredWrites,
  createUsageWriter,
  type FileStore,
  type KeyCache,
  listenForKeyChanges,
  type MeteredWrites,
  type UsageWriter,
  writeContacts,
} from '@tented/core';
import type { Database, Db, Pool } from '@tented/db';

/** The parts of the core that live as long as the server does. */
export type Services = {
  db: Db;
  pool: Pool;
  clock: Clock;
  keys: KeyCache;
  usage: UsageWriter;
  contacts: MeteredWrites<ContactsInput, ContactsOutput>;
  files: FileStore;
  /** Writes down what is queued. The database stays open. */
  close(): Promise<void>;
};

export function createServices(
  { db, pool, url }: Database,
  { clock, files }: Pick<Services, 'clock' | 'files'>,
): Services {
  const keys = createKeyCache(pool);
  const usage = createUsageWriter({ pool, clock });
  const contacts = createMeteredWrites({ pool, clock, usage, perform: writeContacts });
  const listener = listenForKeyChanges(url, keys);

  return {
    db,
    pool,
    clock,
    keys,
    usage,
    contacts,
    files,
    async close() {
      await Promise.all([usage.close(), listener.close()]);
    },
  };
}
