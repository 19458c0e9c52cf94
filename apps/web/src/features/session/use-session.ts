import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Outputs, trpc } from '../../lib/trpc.ts';

export type Workspace = Outputs['session']['get']['workspaces'][number];

/** The session; the router has loaded it before any page is shown. */
export function useSession() {
  return useSuspenseQuery(trpc.session.get.queryOptions()).data;
}

/** The workspace of the address as the signed-in person sees it, null when it is not theirs any more. */
export function useWorkspace(): Workspace | null {
  const { workspace: slug } = useParams({ from: '/w/$workspace' });
  return useSession().workspaces.find((workspace) => workspace.slug === slug) ?? null;
}
