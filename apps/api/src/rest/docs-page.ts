import scalar, { type FastifyApiReferenceOptions } from '@scalar/fastify-api-reference';
import { AppError } from '@tented/core';
import type { AnyTRPCRouter } from '@trpc/server';
import type { FastifyInstance } from 'fastify';
import { limitAddress } from '../plugins/rate-limit.ts';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import { buildDocument, type Document } from './document/build-document.ts';
import { toLlmsFullTxt, toLlmsTxt } from './document/llms.ts';
import { listTopics, readGuide, readTopic } from './document/topics.ts';
import { sendText, type StaticText, staticText } from './static-text.ts';

export const DOCUMENT_PATH = '/v1/openapi.json';
export const DOCS_PATH = '/docs';

type Configuration = NonNullable<FastifyApiReferenceOptions['configuration']>;
type Options = { router: AnyTRPCRouter; publicUrl: string; rateLimits: RateLimits };

/**
 * The document, the reference page made from it, and the guide as Markdown: open to everybody,
 * from this host alone.
 */
export default async function docsPage(
  app: FastifyInstance,
  { router, publicUrl, rateLimits }: Options,
): Promise<void> {
  app.addHook('onRequest', (request) => limitAddress(rateLimits.docs, request));
  const document = buildDocument(router, {
    publicUrl,
    rateLimitPerMinute: rateLimits.keys?.quota ?? 0,
    description: readGuide(publicUrl),
  });

  for (const [url, text] of listTexts(document, publicUrl)) {
    app.get(url, (request, reply) => sendText(text, request, reply));
  }
  for (const url of [DOCUMENT_PATH, DOCS_PATH]) refuseOtherMethods(app, url);
  await app.register(referencePage);
}

function listTexts(document: Document, publicUrl: string): [string, StaticText][] {
  return [
    [DOCUMENT_PATH, staticText(JSON.stringify(document), 'application/json')],
    ['/llms.txt', staticText(toLlmsTxt(document, publicUrl), 'text/plain')],
    ['/llms-full.txt', staticText(toLlmsFullTxt(document, publicUrl), 'text/plain')],
    ...listTopics().map((name): [string, StaticText] => [
      `${DOCS_PATH}/${name}.md`,
      staticText(`${readTopic(name, publicUrl)}\n`, 'text/markdown'),
    ]),
  ];
}

async function referencePage(app: FastifyInstance): Promise<void> {
  // The page starts itself with an inline script and styles that it makes as it runs.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
  });
  await app.register(scalar, {
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
      hiddenClients: HIDDEN_CLIENTS,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
}

/** Samples are shown for curl, JavaScript, Python, PHP, Ruby and Go, one client each. */
const HIDDEN_CLIENTS = {
  c: true,
  clojure: true,
  csharp: true,
  http: true,
  java: true,
  julia: true,
  kotlin: true,
  node: true,
  objc: true,
  ocaml: true,
  powershell: true,
  r: true,
  rust: true,
  swift: true,
  shell: ['wget', 'httpie'],
  js: ['axios', 'ofetch', 'jquery', 'xhr'],
  python: ['python3', 'aiohttp', 'httpx_sync', 'httpx_async'],
  php: ['guzzle'],
} satisfies Configuration['hiddenClients'];

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "object-src 'none'",
].join('; ');

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
