import { useMutation } from '@tanstack/react-query';
import { queryClient, trpc } from '../../lib/trpc.ts';

/** The plan shows in the session, in the balance, in what keys may do: all are asked for anew. */
export function useChangePlan() {
  return useMutation(
    trpc.plan.change.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  );
}
