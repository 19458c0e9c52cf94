import { METHODS } from 'node:http';
import helmet from '@fastify/helmet';
import { redactSecrets } from '@tented/core';
import type { AnyTRPCRouter } from '@trpc/server';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Auth } from './auth.ts';
import pages from './pages/pages.ts';
import { toPagesPath } from './pages/pages-host.ts';
import apiHeaders from './plugins/api-headers.ts';
import authenticate from './plugins/authenticate.ts';
import bodyBudget from './plugins/body-budget.ts';
import compression from './plugins/compression.ts';
import cors from './plugins/cors.ts';
import creditsPolicy from './plugins/credits-policy.ts';
import brandPictures from './plugins/brand-pictures.ts';
import devMailbox from './plugins/dev-mailbox.ts';
import failures, { noSuchRoute, sendFailure } from './plugins/failures.ts';
import health from './plugins/health.ts';
import metrics from './plugins/metrics.ts';
import session from './plugins/session.ts';
import settingsTrpcRoutes from './plugins/settings-trpc-routes.ts';
import usageExport from './plugins/usage-export.ts';
import usageLog from './plugins/usage-log.ts';
import webApp from './plugins/web-app.ts';
import type { RateLimits } from './rate-limits/rate-limits.ts';
import docsPage from './rest/docs-page.ts';
import idempotency from './rest/idempotency.ts';
import { mountRest } from './rest/mount-rest.ts';
import { requestIds } from './request-id.ts';
import type { Services } from './services.ts';
import { answerBrokenRequest, markMalformedUrls, passOverExpectations } from './transport.ts';
import { v1Router } from './v1/router.ts';

export type AppOptions = {
  services: Services;
  auth: Auth;
  rateLimits: RateLimits;
  publicUrl: string;
  /** Undefined = published pages have no hosts of their own. */
  pagesDomain?: string | undefined;
  countryHeader?: string | undefined;
  /** The built web app; it may be missing in tests of the API. */
  webDir: string;
  /** A page that shows the mails which nobody sends; never in production. */
  hasMailbox?: boolean;
  trustProxy?: boolean | string;
  /** Undefined = there are no metrics. */
  metricsToken?: string | undefined;
  /** Origins whose pages may call `/v1`. */
  corsOrigins?: readonly string[];
  logLevel?: string;
  /** For all of a request to arrive. */
  requestTimeoutMs?: number;
  /** The public API; one with more procedures in the torture harness. */
  router?: AnyTRPCRouter;
};

const BODY_BYTES_MAX = 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node looks for requests that have been arriving for too long. */
const TIMEOUT_CHECK_MS = 1_000;
/** Identifiers in paths are far shorter; longer ones must reach validation, not a 404. */
const PARAM_CHARS_MAX = 1_024;

/** The server as a list of plugins, in the order they run. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { services, trustProxy = false, logLevel = 'warn' } = options;
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const site = siteOf(options);
  const app = Fastify({
    logger: { level: logLevel, hooks: { streamWrite: redactSecrets } },
    trustProxy,
    genReqId: requestIds(services.clock),
    requestIdHeader: false,
    // The usage log is the log of requests; this one is for what went wrong.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestTimeout: requestTimeoutMs,
    // __proto__ in a body is an unknown field like any other: nothing is merged from bodies.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // Refused in its turn (authenticate.ts), in the one shape and with a row in the log.
    http: {
      requireHostHeader: false,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(TIMEOUT_CHECK_MS, requestTimeoutMs),
    },
    routerOptions: { maxParamLength: PARAM_CHARS_MAX },
    rewriteUrl: (raw) => toPagesPath(site, { raw, url: markMalformedUrls(raw) }),
    clientErrorHandler: answerBrokenRequest,
  });

  passOverExpectations(app.server);
  for (const method of METHODS) {
    // CONNECT is for proxies and never becomes a request.
    if (!app.supportedMethods.includes(method) && method !== 'CONNECT') app.addHttpMethod(method);
  }

  await app.register(failures);
  await app.register(metrics, { services, token: options.metricsToken });
  await app.register(async (v1) => registerApi(v1, options));
  await app.register(async (web) => registerWeb(web, options));
  return app;
}

/** The public API. */
async function registerApi(v1: FastifyInstance, options: AppOptions) {
  const { services, rateLimits, publicUrl, corsOrigins = [], router = v1Router } = options;
  v1.removeContentTypeParser('text/plain');
  await v1.register(apiHeaders, { publicUrl });
  await v1.register(compression);
  await v1.register(cors, { origins: corsOrigins });
  await v1.register(idempotency);
  await v1.register(authenticate, { keys: services.keys, rateLimits });
  await v1.register(bodyBudget);
  await v1.register(usageLog, services);
  await v1.register(creditsPolicy, services);
  mountRest(v1, router, services);
  catchUnknownPaths(v1);
}

/** What people see, and what their pages ask for. */
async function registerWeb(web: FastifyInstance, options: AppOptions) {
  const { services, auth, rateLimits, publicUrl, webDir, router = v1Router } = options;
  await web.register(helmet, helmetOptions(publicUrl));
  await web.register(pages, {
    services,
    rateLimits,
    site: siteOf(options),
    countryHeader: options.countryHeader,
  });
  // Pages come compressed as they are kept; the rest is compressed as it leaves.
  await web.register(compression);
  await web.register(health, services);
  await web.register(session, { auth });
  await web.register(settingsTrpcRoutes, { services, auth, publicUrl });
  await web.register(usageExport, { services, auth });
  await web.register(brandPictures, { services, auth, publicUrl });
  if (options.hasMailbox) await web.register(devMailbox, services);
  await web.register(docsPage, { router, publicUrl, rateLimits });
  await web.register(webApp, { webDir });
}

function siteOf({ publicUrl, pagesDomain }: AppOptions) {
  return { publicUrl, pagesDomain };
}

/** Unknown paths of the API are authenticated and logged like any other. */
function catchUnknownPaths(v1: FastifyInstance): void {
  v1.all('/v1', (request, reply) => sendFailure(noSuchRoute(request), request, reply));
  v1.all('/v1/*', (request, reply) => sendFailure(noSuchRoute(request), request, reply));
}

function helmetOptions(publicUrl: string) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    // Told over HTTPS only: on plain localhost it would lock people out of other ports.
    strictTransportSecurity: publicUrl.startsWith('https:'),
  };
}
