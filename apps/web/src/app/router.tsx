// oxlint-disable typescript/only-throw-error -- The router's redirects are thrown, and are no errors.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { parseAuditSearch } from '../features/audit/audit-search.ts';
import { parseKeySearch } from '../features/api-keys/key-search.ts';
import { parseContactSearch } from '../features/contacts/contact-search.ts';
import { parseLedgerSearch } from '../features/credits/ledger-search.ts';
import { safeRedirect } from '../features/session/safe-redirect.ts';
import { parseTentSearch, tentsQuestion } from '../features/tents/tent-search.ts';
import { listOptions, summaryOptions } from '../features/usage/usage-queries.ts';
import { filtersOf, parseUsageSearch, usageQuestion } from '../features/usage/usage-search.ts';
import { lastWorkspace, rememberWorkspace } from '../lib/last-workspace.ts';
import { parseSearchParams, stringifySearchParams } from '../lib/search-params.ts';
import { queryClient, trpc } from '../lib/trpc.ts';
import { CrashPage } from './crash-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';

const rootRoute = createRootRoute();

function readSession() {
  return queryClient.ensureQueryData(trpc.session.get.queryOptions());
}

async function requireSession(href: string) {
  const session = await readSession();
  if (!session.user) throw redirect({ to: '/sign-in', search: { redirect: href } });
  return session;
}

async function refuseSignedIn() {
  const { user } = await readSession();
  if (user) throw redirect({ to: '/' });
}

function parseSignInSearch(search: Record<string, unknown>): { redirect?: string } {
  const path = safeRedirect(search.redirect);
  return path ? { redirect: path } : {};
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: parseSignInSearch,
  beforeLoad: refuseSignedIn,
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  validateSearch: parseSignInSearch,
  beforeLoad: refuseSignedIn,
  component: lazyRouteComponent(() => import('../features/session/sign-up-page.tsx'), 'SignUpPage'),
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    const { workspaces } = await requireSession('/');
    const last = workspaces.find(({ slug }) => slug === lastWorkspace()) ?? workspaces[0];
    if (!last) throw redirect({ to: '/new-workspace' });
    throw redirect({ to: '/w/$workspace/settings/api', params: { workspace: last.slug } });
  },
});

const newWorkspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-workspace',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: lazyRouteComponent(
    () => import('../features/workspaces/new-workspace-page.tsx'),
    'NewWorkspacePage',
  ),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation/$token',
  beforeLoad: async () => {
    await readSession();
  },
  component: lazyRouteComponent(
    () => import('../features/invitation/invitation-page.tsx'),
    'InvitationPage',
  ),
});

const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$workspace',
  beforeLoad: async ({ location, params }) => {
    const { workspaces } = await requireSession(location.href);
    if (!workspaces.some(({ slug }) => slug === params.workspace)) throw notFound();
  },
  onEnter: ({ params }) => rememberWorkspace(params.workspace),
  // Nothing on the page, not even rows kept while the next ones load, survives a change of workspace.
  remountDeps: ({ params }) => params.workspace,
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
});

const workspaceHomeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspace/settings/api', params });
  },
});

const settingsHomeRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspace/settings/api', params });
  },
});

const apiRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings/api',
  component: lazyRouteComponent(() => import('./api-settings.tsx'), 'ApiSettings'),
});

const creditAndKeyRoute = createRoute({
  getParentRoute: () => apiRoute,
  path: '/',
  validateSearch: parseKeySearch,
  loader: ({ params: { workspace } }) => {
    void queryClient.prefetchQuery(trpc.credits.balance.queryOptions({ workspace }));
    void queryClient.prefetchQuery(trpc.credits.verify.queryOptions({ workspace }));
    void queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions({ workspace }));
  },
  component: lazyRouteComponent(
    () => import('../features/api-keys/api-keys-page.tsx'),
    'ApiKeysPage',
  ),
});

const ledgerRoute = createRoute({
  getParentRoute: () => apiRoute,
  path: '/ledger',
  validateSearch: parseLedgerSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params: { workspace }, deps }) => {
    void queryClient.prefetchQuery(trpc.credits.ledger.queryOptions({ workspace, ...deps }));
  },
  component: lazyRouteComponent(() => import('../features/credits/ledger-page.tsx'), 'LedgerPage'),
});

const membersRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings/members',
  loader: ({ params }) => {
    void queryClient.prefetchQuery(trpc.members.list.queryOptions(params));
  },
  component: lazyRouteComponent(
    () => import('../features/members/members-page.tsx'),
    'MembersPage',
  ),
});

const planRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings/plan',
  loader: ({ params }) => {
    void queryClient.prefetchQuery(trpc.plan.get.queryOptions(params));
    void queryClient.prefetchQuery(trpc.credits.balance.queryOptions(params));
  },
  component: lazyRouteComponent(() => import('../features/plan/plan-page.tsx'), 'PlanPage'),
});

const brandRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings/brand',
  loader: ({ params }) => {
    void queryClient.prefetchQuery(trpc.brand.get.queryOptions(params));
  },
  component: lazyRouteComponent(() => import('../features/brand/brand-page.tsx'), 'BrandPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/settings/audit',
  validateSearch: parseAuditSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params: { workspace }, deps }) => {
    void queryClient.prefetchQuery(trpc.audit.list.queryOptions({ workspace, ...deps }));
  },
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
});

const usageRoute = createRoute({
  getParentRoute: () => apiRoute,
  path: '/usage',
  validateSearch: parseUsageSearch,
  loaderDeps: ({ search }) => filtersOf(search),
  // "Last 24 hours" becomes an instant here, once per visit, and not again with every rendering.
  shouldReload: ({ cause }) => cause === 'enter',
  loader: ({ params: { workspace }, deps }) => {
    const question = usageQuestion(workspace, deps, new Date());
    void queryClient.prefetchInfiniteQuery(listOptions(question));
    void queryClient.prefetchQuery(summaryOptions(question));
    void queryClient.prefetchQuery(
      trpc.apiKeys.list.queryOptions({ workspace, includeDeleted: true }),
    );
    return { question };
  },
  component: lazyRouteComponent(() => import('../features/usage/usage-page.tsx'), 'UsagePage'),
});

const tentsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/tents',
  validateSearch: parseTentSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params: { workspace }, deps }) => {
    void queryClient.prefetchQuery(trpc.tents.list.queryOptions(tentsQuestion(workspace, deps)));
  },
  component: lazyRouteComponent(() => import('../features/tents/tents-page.tsx'), 'TentsPage'),
});

const tentRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/tents/$tentId',
  validateSearch: ({ generation }: Record<string, unknown>): { generation?: string } =>
    typeof generation === 'string' ? { generation } : {},
  loader: ({ params }) => {
    void queryClient.prefetchQuery(trpc.tents.get.queryOptions(params));
  },
  component: lazyRouteComponent(() => import('../features/tents/tent-page.tsx'), 'TentPage'),
});

const templatesRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/templates',
  loader: ({ params: { workspace } }) => {
    void queryClient.prefetchQuery(trpc.templates.list.queryOptions({ workspace }));
  },
  component: lazyRouteComponent(
    () => import('../features/templates/templates-page.tsx'),
    'TemplatesPage',
  ),
});

const newTemplateRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/templates/new',
  validateSearch: ({ tent }: Record<string, unknown>): { tent?: string } =>
    typeof tent === 'string' ? { tent } : {},
  component: lazyRouteComponent(
    () => import('../features/templates/new-template-page.tsx'),
    'NewTemplatePage',
  ),
});

const templateRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/templates/$templateId',
  loader: ({ params: { workspace, templateId: id } }) => {
    void queryClient.prefetchQuery(trpc.templates.get.queryOptions({ workspace, id }));
  },
  component: lazyRouteComponent(
    () => import('../features/templates/template-page.tsx'),
    'TemplatePage',
  ),
});

const peopleRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/people',
  validateSearch: parseContactSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params: { workspace }, deps: { q, cursor } }) => {
    const question = { workspace, ...(q && { q }), ...(cursor && { cursor }) };
    void queryClient.prefetchQuery(trpc.contacts.list.queryOptions(question));
  },
  component: lazyRouteComponent(() => import('../features/contacts/people-page.tsx'), 'PeoplePage'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  signUpRoute,
  newWorkspaceRoute,
  invitationRoute,
  workspaceRoute.addChildren([
    workspaceHomeRoute,
    settingsHomeRoute,
    membersRoute,
    planRoute,
    brandRoute,
    auditRoute,
    apiRoute.addChildren([creditAndKeyRoute, ledgerRoute, usageRoute]),
    tentsRoute,
    tentRoute,
    templatesRoute,
    newTemplateRoute,
    templateRoute,
    peopleRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  parseSearch: parseSearchParams,
  stringifySearch: stringifySearchParams,
  defaultPreload: 'intent',
  defaultErrorComponent: CrashPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }

  interface HistoryState {
    /** Cursors of the pages between this page of a list and its newest one. */
    newerCursors?: string[];
  }
}
