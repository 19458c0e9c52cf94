import { newId } from '@tented/core';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import pg from 'pg';
import { listen, type OpenContestant } from '../contestant.ts';
import { acceptAll, type ContactParams, type ItemsBody, someContact } from './answers.ts';

const CONNECTIONS = 16;

const INSERT_ROW = {
  name: 'insert-row',
  text: `
    INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, route, status, duration_ms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

/** The least that a complete log costs one request at a time: one prepared INSERT, then the answer. */
export const openBareInsert: OpenContestant = async (databaseUrl) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: CONNECTIONS });
  const workspaceId = newId();
  const keyId = newId();

  async function log(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const at = new Date();
    const { method, url, routeOptions } = request;
    const durationMs = Math.round(reply.elapsedTime);
    await pool.query({
      ...INSERT_ROW,
      values: [workspaceId, newId(at), keyId, at, method, url, routeOptions.url, 200, durationMs],
    });
  }

  const app = Fastify();
  app.get('/v1/contacts/:contactId', async (request: FastifyRequest<ContactParams>, reply) => {
    await log(request, reply);
    return someContact(request.params.contactId);
  });
  app.post('/v1/contacts', async (request: FastifyRequest<ItemsBody>, reply) => {
    await log(request, reply);
    return acceptAll(request.body.items);
  });
  app.addHook('onClose', () => pool.end());
  return listen(app);
};
