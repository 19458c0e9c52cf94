import { existsSync } from 'node:fs';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { noSuchRoute, sendFailure } from './failures.ts';

/** Paths of the server itself: an unknown one below them is a 404, not a page of the app. */
const SERVER_PATHS = /^\/(v1|trpc|api|docs|healthz|readyz|metrics|p)(\/|\?|$)/;

/** A path that looks like a file is one that is missing, not a page. */
const FILE_PATH = /^\/(assets\/|\.|[^?]*\.\w{1,8}(\?|$))/;

/** Serves the built web app; every path that is nobody else's is a page of it, or a 404. */
export default fp<{ webDir: string }>(async (app, { webDir }) => {
  const isBuilt = existsSync(path.join(webDir, 'index.html'));
  app.setNotFoundHandler((request, reply) =>
    isBuilt && isPage(request)
      ? reply.header('cache-control', 'no-cache').sendFile('index.html')
      : sendFailure(noSuchRoute(request), request, reply),
  );
  if (!isBuilt) return;

  await app.register(staticFiles, {
    root: webDir,
    wildcard: false,
    setHeaders(reply, file) {
      // Vite puts a hash of the content into the names of what lies in assets/.
      const isHashed = path.relative(webDir, file).startsWith('assets');
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
});

function isPage({ method, url, headers }: FastifyRequest): boolean {
  const accepts = headers.accept ?? '';
  return (
    (method === 'GET' || method === 'HEAD') &&
    !SERVER_PATHS.test(url) &&
    !FILE_PATH.test(url) &&
    (accepts.includes('text/html') || accepts.includes('*/*'))
  );
}
