import { pageUrl, type PageSite } from '@tented/core';

/** The address at which the world sees a page: `path` is below the workspace's pages, `''` its root. */
export type PageUrl = (workspaceSlug: string, path: string) => string;

export function createPageUrl(site: PageSite): PageUrl {
  return (slug, path) => pageUrl(site, { slug, path });
}
