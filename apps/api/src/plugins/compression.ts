import compress from '@fastify/compress';
import fp from 'fastify-plugin';

const BYTES_MIN = 1_024;

/**
 * Answers of 1 KiB and more leave compressed, where the caller understands it. Operations
 * whose answers are shorter anyway are spared the question.
 */
export default fp(async (app) => {
  app.addHook('onRoute', (route) => {
    if (route.config?.operation?.isShort) route.compress = false;
  });
  await app.register(compress, {
    threshold: BYTES_MIN,
    encodings: ['br', 'gzip'],
    // Bodies of requests are taken as they are, or refused (authenticate.ts).
    globalDecompression: false,
  });
});
