/** The address at which the world sees a page: `path` is below the workspace's pages, `''` its root. */
export type PageUrl = (workspaceSlug: string, path: string) => string;

/** A host for each workspace where there is a domain for pages; else a path of this server. */
export function createPageUrl(options: {
  publicUrl: string;
  pagesDomain: string | undefined;
}): PageUrl {
  const { publicUrl, pagesDomain } = options;
  const { protocol } = new URL(publicUrl);
  return (workspaceSlug, path) =>
    pagesDomain
      ? `${protocol}//${workspaceSlug}.${pagesDomain}/${path}`
      : `${publicUrl}/p/${workspaceSlug}/${path}`;
}
