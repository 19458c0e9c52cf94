import { type Clock, ensureUsagePartitions, systemClock } from '@tented/core';
import { type Database, openDatabase } from '@tented/db';
import { openEmbedded } from '@tented/db/embedded';
import { prepareDatabase } from '@tented/db/migrate';
import { openFileStore } from './adapters/file-store.ts';
import { type Auth, createAuth } from './auth.ts';
import type { Env } from './env.ts';
import { createLetterhead, openMailer } from './mail.ts';
import { createPageUrl } from './page-url.ts';
import { readAuthSecret } from './secrets.ts';
import { createServices, type Services } from './services.ts';

/** What both the server and the command line work with. */
export type System = {
  database: Database;
  services: Services;
  auth: Auth;
  authSecret: string;
  publicUrl: string;
  /** Migrations that opening it has applied. */
  applied: string[];
  close(): Promise<void>;
};

type Options = { clock?: Clock; onProgress?: (message: string) => void };

/**
 * Opens the database (starting the embedded one, or joining it where another process has),
 * brings it up to date, and assembles the core on it.
 */
export async function openSystem(env: Env, options: Options = {}): Promise<System> {
  const { clock = systemClock, onProgress = () => {} } = options;
  const embedded = env.databaseUrl
    ? undefined
    : await openEmbedded({ dataDir: env.dataDir, onProgress });
  const databaseUrl = env.databaseUrl ?? embedded?.url ?? '';
  try {
    const { applied } = await prepareDatabase(databaseUrl);
    if (applied.length > 0) onProgress(`Applied migrations: ${applied.join(', ')}`);

    const database = openDatabase(databaseUrl);
    await ensureUsagePartitions(database.pool, clock());
    const files = await openFileStore(env);
    const publicUrl = env.publicUrl ?? `http://localhost:${env.port}`;
    const pageUrl = createPageUrl({ publicUrl, pagesDomain: env.pagesDomain });
    const authSecret = await readAuthSecret(env.authSecret, env.dataDir);
    const services = createServices(database, {
      clock,
      files,
      pageUrl,
      letterhead: createLetterhead({ authSecret, publicUrl }),
      mailer: openMailer(env, publicUrl),
    });
    const auth = createAuth({ db: database.db, secret: authSecret, publicUrl });
    return {
      database,
      services,
      auth,
      authSecret,
      publicUrl,
      applied,
      async close() {
        await services.close();
        await database.close();
        await embedded?.close();
      },
    };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}
