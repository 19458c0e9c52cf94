import { unavailable } from '@tented/core';
import fp from 'fastify-plugin';
import { pendingMigrations } from '@tented/db/migrate';
import type { Services } from '../services.ts';

/** `/healthz`: the process answers. `/readyz`: the database is reachable and migrated. */
export default fp<Pick<Services, 'pool'>>(async (app, { pool }) => {
  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async () => {
    const pending = await pendingMigrations(pool).catch((error: unknown) => {
      throw unavailable(error);
    });
    if (pending.length > 0)
      throw unavailable(new Error(`Pending migrations: ${pending.join(', ')}`));
    return { status: 'ok' };
  });
});
