import fp from 'fastify-plugin';

/**
 * The headers of every answer of the public API. They say that it is data: not to be stored,
 * guessed at, run, framed or embedded. What else helmet would say is for pages, and is worked
 * out for each answer.
 */
export default fp<{ publicUrl: string }>(async (app, { publicUrl }) => {
  const headers = {
    'cache-control': 'no-store',
    'tented-credits-charged': 0,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // Told over HTTPS only, as for pages.
    ...(publicUrl.startsWith('https:') && {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    }),
  };

  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
});
