import { systemClock } from '@tented/core';
import { openDatabase } from '@tented/db';
import { buildApp } from '../../src/app.ts';
import { createAuth } from '../../src/auth.ts';
import { createServices } from '../../src/services.ts';
import type { OpenContestant } from '../contestant.ts';

/** The server as it runs in production, assembled as `server.ts` does. */
export const openThisServer: OpenContestant = async (databaseUrl) => {
  const database = openDatabase(databaseUrl);
  const services = createServices(database, systemClock);
  const publicUrl = 'http://localhost:3000';
  const auth = createAuth({
    db: database.db,
    secret: 'nobody signs in during a measurement',
    publicUrl,
  });
  const app = await buildApp({ services, auth, publicUrl, webDir: '/nonexistent' });
  app.addHook('onClose', async () => {
    await services.close();
    await database.close();
  });
  return app;
};
