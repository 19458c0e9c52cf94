import scalar from '@scalar/fastify-api-reference';
import { AppError } from '@tented/core';
import type { FastifyInstance } from 'fastify';
import type { AnyTRPCRouter } from '@trpc/server';
import fp from 'fastify-plugin';
import { buildDocument } from './document/build-document.ts';
import { readGuide } from './document/topics.ts';

export const DOCUMENT_PATH = '/v1/openapi.json';
export const DOCS_PATH = '/docs';

/** The document and the reference page made from it: open to everybody, from this host alone. */
export default fp<{ router: AnyTRPCRouter; publicUrl: string; rateLimitPerMinute: number }>(
  async (app, { router, publicUrl, rateLimitPerMinute }) => {
    const description = readGuide(publicUrl);
    const document = JSON.stringify(
      buildDocument(router, { publicUrl, rateLimitPerMinute, description }),
    );

    app.get(DOCUMENT_PATH, (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(document),
    );

    for (const url of [DOCUMENT_PATH, DOCS_PATH]) refuseOtherMethods(app, url);

    await app.register(async (docs) => {
      // The page starts itself with an inline script and styles that it makes as it runs.
      docs.addHook('onSend', async (_request, reply) => {
        reply.header(
          'content-security-policy',
          "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; object-src 'none'",
        );
      });
      await docs.register(scalar, {
        routePrefix: DOCS_PATH,
        logLevel: 'silent',
        configuration: {
          url: DOCUMENT_PATH,
          pageTitle: 'Tented API reference',
          theme: 'default',
          withDefaultFonts: false,
          hideClientButton: true,
          showDeveloperTools: 'never',
          telemetry: false,
          persistAuth: false,
          authentication: { preferredSecurityScheme: 'bearer' },
          defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
          agent: { disabled: true },
          mcp: { disabled: true },
        },
      });
    });
  },
);

/** Open paths, too, say which methods they know. */
function refuseOtherMethods(app: FastifyInstance, url: string): void {
  const allowed = ['GET', 'HEAD'];
  app.route({
    method: app.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    handler: ({ method }, reply) => {
      const allow = allowed.join(', ');
      reply.header('allow', allow);
      throw new AppError('method_not_allowed', `${method} is not allowed here. Allowed: ${allow}.`);
    },
  });
}
