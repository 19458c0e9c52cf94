import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { queryClient, trpc } from '../../lib/trpc.ts';

/** Accepts, and goes to the workspace: the session has to know it first. */
export function useAccept() {
  const router = useRouter();

  return useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: async (params) => {
        await queryClient.fetchQuery({ ...trpc.session.get.queryOptions(), staleTime: 0 });
        await router.navigate({ to: '/w/$workspace/settings/api', params });
      },
    }),
  );
}
