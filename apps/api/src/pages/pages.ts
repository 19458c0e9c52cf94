import {
  AppError,
  createPageFinder,
  findBrandPicture,
  findPageAsset,
  isUlid,
  type PageSite,
  workspaceUrl,
} from '@tented/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import fp from 'fastify-plugin';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import type { Services } from '../services.ts';
import { sendPageFailure, sendPageNotFound } from './answer.ts';
import { takeForms } from './lead-form.ts';
import { noteView } from './note-view.ts';
import { isOnPagesHost } from './pages-host.ts';
import { chooseEncoding, createRenditions } from './renditions.ts';
import { matchesTag, serveFile } from './serve-file.ts';

type Options = {
  services: Services;
  rateLimits: RateLimits;
  site: PageSite;
  countryHeader: string | undefined;
};

/**
 * What strangers' HTML may do: run, send forms, open windows; all without an origin, and so
 * without anything that belongs to this host.
 */
const PAGE_POLICY = 'sandbox allow-scripts allow-forms allow-popups';

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': PAGE_POLICY,
  'cache-control': 'public, no-cache',
  vary: 'Accept-Encoding',
};

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

/** Published pages, the files they show and the forms they send, below `/p` or on hosts of their own. */
export default fp<Options>(async (app, options) => {
  const { services, rateLimits, site } = options;
  await app.register(async (scope) => {
    // The headers of the settings app would forbid what pages need.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, helmet: { skipRoute: true } };
    });
    scope.setErrorHandler((error, request, reply) => sendPageFailure(error, request, reply));
    scope.addHook('onRequest', async (request, reply) => {
      reply.headers(HEADERS);
      if (site.pagesDomain !== undefined && !isOnPagesHost(request)) {
        return moveToHost(request, reply, site);
      }
      const { allow } = request.routeOptions.config;
      if (allow === undefined) return;
      reply.header('allow', allow);
      throw new AppError('method_not_allowed', `${request.method} is not allowed here.`);
    });

    servePages(scope, options);
    serveFiles(scope, services);
    await scope.register(async (forms) => takeForms(forms, { ...services, rateLimits }));
    refuseOtherMethods(scope, '/p/:workspace/submit', ['OPTIONS', 'POST']);
    scope.all('/p', (_request, reply) => sendPageNotFound(reply));
    scope.all('/p/*', (_request, reply) => sendPageNotFound(reply));
  });
});

type PageRoute = { Params: { workspace: string; name: string } };

function servePages(scope: FastifyInstance, { services, site, countryHeader }: Options): void {
  const finder = createPageFinder(services.pool);
  const renditions = createRenditions(services.pool, { homeUrl: site.publicUrl });

  async function servePage(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    page: { slug: string; name: string },
  ): Promise<FastifyReply> {
    const live = await finder.find(page);
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    const rendition = live && (await renditions.get(live, encoding));
    if (!live || !rendition) return sendPageNotFound(reply);
    noteView(request, live, { views: services.views, countryHeader });
    reply.headers(PAGE_HEADERS).header('etag', rendition.etag);
    if (matchesTag(request.headers['if-none-match'], rendition.etag)) return reply.code(304).send();
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.send(rendition.body);
  }

  scope.get<PageRoute>('/p/:workspace', (request, reply) => {
    const { workspace } = request.params;
    if (workspace === '') return sendPageNotFound(reply);
    return reply.redirect(`/p/${encodeURIComponent(workspace)}/${queryOf(request)}`, 308);
  });
  scope.get<PageRoute>('/p/:workspace/', (request, reply) =>
    servePage({ request, reply }, { slug: request.params.workspace, name: '/' }),
  );
  scope.get<PageRoute>('/p/:workspace/:name', (request, reply) => {
    const { workspace: slug, name } = request.params;
    // The root has one address.
    return name === '/' ? sendPageNotFound(reply) : servePage({ request, reply }, { slug, name });
  });
  for (const url of ['/p/:workspace', '/p/:workspace/', '/p/:workspace/:name']) {
    refuseOtherMethods(scope, url, ['GET', 'HEAD']);
  }
}

type AssetRoute = { Params: { workspace: string; asset: string } };

function serveFiles(scope: FastifyInstance, { pool, files }: Services): void {
  const asset = '/p/:workspace/assets/:asset/:filename';
  scope.get<AssetRoute>(asset, async (request, reply) => {
    const { workspace: slug, asset: assetId } = request.params;
    const file = isUlid(assetId) ? await findPageAsset(pool, { slug, assetId }) : null;
    if (!file) return sendPageNotFound(reply);
    return serveFile({ request, reply, files }, { file, etag: `"${assetId}"` });
  });

  for (const picture of ['logo', 'icon'] as const) {
    const url = `/p/:workspace/assets/brand/${picture}`;
    scope.get<AssetRoute>(url, async (request, reply) => {
      const slug = request.params.workspace;
      const file = await findBrandPicture(pool, { slug, picture });
      if (!file) return sendPageNotFound(reply);
      // The address stays when the picture changes: the key of its file tells them apart.
      const etag = `"${file.storageKey.replaceAll('/', '-')}"`;
      return serveFile({ request, reply, files }, { file, etag, cacheControl: 'public, no-cache' });
    });
    refuseOtherMethods(scope, url, ['GET', 'HEAD']);
  }
  refuseOtherMethods(scope, asset, ['GET', 'HEAD']);
}

function refuseOtherMethods(scope: FastifyInstance, url: string, allowed: HTTPMethods[]): void {
  scope.route({
    method: scope.supportedMethods.filter((method) => !allowed.includes(method)),
    url,
    config: { allow: allowed.join(', ') },
    handler: () => {
      throw new Error('Refused before it gets here.');
    },
  });
}

/** The same page on the host that it has, where pages have hosts. */
function moveToHost(request: FastifyRequest, reply: FastifyReply, site: PageSite): FastifyReply {
  const [, slug, rest = ''] = /^\/p\/([a-z0-9-]+)\/?(.*)$/.exec(request.originalUrl) ?? [];
  if (slug === undefined) return sendPageNotFound(reply);
  return reply.header('cache-control', 'no-cache').redirect(workspaceUrl(site, slug) + rest, 308);
}

function queryOf({ originalUrl }: FastifyRequest): string {
  const start = originalUrl.indexOf('?');
  return start < 0 ? '' : originalUrl.slice(start);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** As @fastify/helmet notes it down: it leaves such a route alone. */
    helmet?: { skipRoute: true };
  }
}
