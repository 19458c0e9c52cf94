// oxlint-disable typescript/only-throw-error -- The router's redirects are thrown, and are no errors.
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { parseAuditSearch } from '../features/audit/audit-search.ts';
import { parseKeySearch } from '../features/api-keys/key-search.ts';
import { parseLedgerSearch } from '../features/credits/ledger-search.ts';
import { listOptions, summaryOptions } from '../features/usage/usage-queries.ts';
import { filtersOf, parseUsageSearch, usageQuestion } from '../features/usage/usage-search.ts';
import { parseSearchParams, stringifySearchParams } from '../lib/search-params.ts';
import { queryClient, trpc } from '../lib/trpc.ts';
import {
  newTemplateRoute,
  overviewRoute,
  peopleRoute,
  templateRoute,
  templatesRoute,
  tentRoute,
  tentsRoute,
} from './content-routes.ts';
import { CrashPage } from './crash-page.tsx';
import {
  homeRoute,
  invitationRoute,
  newWorkspaceRoute,
  rootRoute,
  signInRoute,
  signUpRoute,
  workspaceRoute,
} from './entry-routes.ts';
import { NotFoundPage } from './not-found-page.tsx';

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
    overviewRoute,
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
