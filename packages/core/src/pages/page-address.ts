/** Where published pages live. */
export type PageSite = {
  /** The address of this server, without a slash at its end. */
  publicUrl: string;
  /** Each workspace has a host of its own below this domain; undefined = a path below `publicUrl`. */
  pagesDomain: string | undefined;
};

/** Below which a workspace's pages are, with a slash at its end. */
export function workspaceUrl({ publicUrl, pagesDomain }: PageSite, slug: string): string {
  if (pagesDomain === undefined) return `${publicUrl}/p/${slug}/`;
  const { protocol } = new URL(publicUrl);
  return `${protocol}//${slug}.${pagesDomain}/`;
}

/** The address of a page: `path` is its alias or its tent's id, or empty for the root. */
export function pageUrl(site: PageSite, { slug, path }: { slug: string; path: string }): string {
  return workspaceUrl(site, slug) + path;
}

/** The workspace whose pages a `Host` header names; undefined for every other host. */
export function workspaceOfHost(
  { pagesDomain }: PageSite,
  host: string | undefined,
): string | undefined {
  if (pagesDomain === undefined || host === undefined) return undefined;
  const name = withoutPort(host).toLowerCase();
  const end = `.${withoutPort(pagesDomain)}`;
  const slug = name.slice(0, -end.length);
  return name.endsWith(end) && SLUG.test(slug) ? slug : undefined;
}

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '');
}
