// oxlint-disable typescript/only-throw-error -- The router's redirects are thrown, and are no errors.
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { safeRedirect } from '../features/session/safe-redirect.ts';
import { lastWorkspace, rememberWorkspace } from '../lib/last-workspace.ts';
import { queryClient, trpc } from '../lib/trpc.ts';

// The ways in: with or without a session, and into a workspace.

export const rootRoute = createRootRoute();

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

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: parseSignInSearch,
  beforeLoad: refuseSignedIn,
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
});

export const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  validateSearch: parseSignInSearch,
  beforeLoad: refuseSignedIn,
  component: lazyRouteComponent(() => import('../features/session/sign-up-page.tsx'), 'SignUpPage'),
});

export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async () => {
    const { workspaces } = await requireSession('/');
    const last = workspaces.find(({ slug }) => slug === lastWorkspace()) ?? workspaces[0];
    if (!last) throw redirect({ to: '/new-workspace' });
    throw redirect({ to: '/w/$workspace/settings/api', params: { workspace: last.slug } });
  },
});

export const newWorkspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-workspace',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: lazyRouteComponent(
    () => import('../features/workspaces/new-workspace-page.tsx'),
    'NewWorkspacePage',
  ),
});

export const invitationRoute = createRoute({
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

export const workspaceRoute = createRoute({
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
