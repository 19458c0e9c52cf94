import { tmpdir } from 'node:os';
import { systemClock } from '@tented/core';
import { openDatabase } from '@tented/db';
import { buildApp } from '../../src/app.ts';
import { createAuth } from '../../src/auth.ts';
import { openDiskStore } from '../../src/adapters/file-store.ts';
import { createLetterhead } from '../../src/mail.ts';
import { createPageUrl } from '../../src/page-url.ts';
import { createRateLimits } from '../../src/rate-limits/rate-limits.ts';
import { createServices } from '../../src/services.ts';
import type { OpenContestant } from '../contestant.ts';

const AUTH_SECRET = 'nobody signs in during a measurement';

/** Every request is counted, and none is refused for it. */
const UNREACHED_PER_MINUTE = 1_000_000_000;

/** The server as it runs in production, assembled as `server.ts` does. */
export const openThisServer: OpenContestant = async (databaseUrl) => {
  const database = openDatabase(databaseUrl);
  const publicUrl = 'http://localhost:3000';
  const services = createServices(database, {
    clock: systemClock,
    files: openDiskStore(tmpdir()),
    pageUrl: createPageUrl({ publicUrl, pagesDomain: undefined }),
    letterhead: createLetterhead({ authSecret: AUTH_SECRET, publicUrl }),
    mailer: null,
  });
  const auth = createAuth({ db: database.db, secret: AUTH_SECRET, publicUrl });
  const rateLimits = createRateLimits({ perMinute: UNREACHED_PER_MINUTE });
  const app = await buildApp({ services, auth, rateLimits, publicUrl, webDir: '/nonexistent' });
  app.addHook('onClose', async () => {
    await services.close();
    await database.close();
  });
  return app;
};
