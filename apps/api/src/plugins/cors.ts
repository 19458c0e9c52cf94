import fp from 'fastify-plugin';

/**
 * Lets pages of the named origins read answers in a browser. Off without any: keys do not
 * belong in browsers. The question a browser asks beforehand is answered without a key.
 */
export default fp<{ origins: readonly string[] }>(async (app, { origins }) => {
  if (origins.length === 0) return;
  const known = new Set(origins);

  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !known.has(origin)) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', EXPOSED_HEADERS);
    const isPreflight =
      request.method === 'OPTIONS' &&
      request.headers['access-control-request-method'] !== undefined;
    if (!isPreflight) return;
    reply.header('access-control-allow-methods', 'GET, HEAD, POST, DELETE');
    reply.header('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key');
    reply.header('access-control-max-age', PREFLIGHT_SECONDS);
    return reply.code(204).send();
  });
});

const PREFLIGHT_SECONDS = 600;

/** What scripts may read beyond the few headers that browsers always show. */
const EXPOSED_HEADERS = [
  'X-Request-Id',
  'Tented-Credits-Charged',
  'Tented-Credits-Remaining',
  'RateLimit-Policy',
  'RateLimit',
  'Retry-After',
  'Idempotency-Replayed',
  'Allow',
  'WWW-Authenticate',
].join(', ');
