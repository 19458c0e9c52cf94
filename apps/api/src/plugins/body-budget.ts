import { AppError } from '@tented/core';
import fp from 'fastify-plugin';

const BYTES_HELD_MAX = 256 * 1_024 * 1_024;
const RETRY_AFTER_SECONDS = 1;

/**
 * Bounds the memory that bodies hold: while a database stands still every request waits for it,
 * and its body with it. Counted when they have arrived, so that nobody can take the room with
 * bodies that are announced and never sent. Uploads are read by their own rules.
 */
export default fp<{ bytesMax?: number }>(async (app, { bytesMax = BYTES_HELD_MAX }) => {
  let bytesHeld = 0;

  app.addHook('preValidation', async (request, reply) => {
    if (request.body === undefined || request.body === null) return;
    // A body that came in chunks did not say how long it is; no body is longer than the limit.
    const bytes = Number(request.headers['content-length'] ?? request.routeOptions.bodyLimit);
    if (bytesHeld + bytes > bytesMax) {
      throw new AppError(
        'unavailable',
        'Too much is waiting already. Nothing was done; try again.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    bytesHeld += bytes;
    reply.raw.once('close', () => {
      bytesHeld -= bytes;
    });
  });
});
