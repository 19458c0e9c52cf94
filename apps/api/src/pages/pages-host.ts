import type { IncomingMessage } from 'node:http';
import { type PageSite, workspaceOfHost } from '@tented/core';
import type { FastifyRequest } from 'fastify';

const byHost = new WeakSet<IncomingMessage>();

/**
 * On a host of published pages every path is one of them: it is moved below `/p`, where the
 * routes of pages are, so that nothing else of this server can be reached there.
 */
export function toPagesPath(
  site: PageSite,
  { raw, url }: { raw: IncomingMessage; url: string },
): string {
  const slug = workspaceOfHost(site, raw.headers.host);
  if (slug === undefined) return url;
  byHost.add(raw);
  return `/p/${slug}${url.startsWith('/') ? url : '/'}`;
}

/** Whether the request came to the host of a workspace's pages. */
export function isOnPagesHost(request: FastifyRequest): boolean {
  return byHost.has(request.raw);
}
