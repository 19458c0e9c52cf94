import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { parseContactSearch } from '../features/contacts/contact-search.ts';
import { parseTentSearch, tentsQuestion } from '../features/tents/tent-search.ts';
import { queryClient, trpc } from '../lib/trpc.ts';
import { workspaceRoute } from './entry-routes.ts';

// What a workspace makes and whom it knows.

export const tentsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/tents',
  validateSearch: parseTentSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ params: { workspace }, deps }) => {
    void queryClient.prefetchQuery(trpc.tents.list.queryOptions(tentsQuestion(workspace, deps)));
  },
  component: lazyRouteComponent(() => import('../features/tents/tents-page.tsx'), 'TentsPage'),
});

export const tentRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/tents/$tentId',
  validateSearch: ({ generation }: Record<string, unknown>): { generation?: string } =>
    typeof generation === 'string' ? { generation } : {},
  loader: ({ params }) => {
    void queryClient.prefetchQuery(trpc.tents.get.queryOptions(params));
  },
  component: lazyRouteComponent(() => import('../features/tents/tent-page.tsx'), 'TentPage'),
});

export const templatesRoute = createRoute({
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

export const newTemplateRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/templates/new',
  validateSearch: ({ tent }: Record<string, unknown>): { tent?: string } =>
    typeof tent === 'string' ? { tent } : {},
  component: lazyRouteComponent(
    () => import('../features/templates/new-template-page.tsx'),
    'NewTemplatePage',
  ),
});

export const templateRoute = createRoute({
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

export const peopleRoute = createRoute({
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

export const overviewRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: '/overview',
  component: lazyRouteComponent(
    () => import('../features/analytics/overview-page.tsx'),
    'OverviewPage',
  ),
});
