import { queryClient, type Outputs, trpc } from '../../lib/trpc.ts';

export type Member = Outputs['members']['list']['members'][number];
export type Invitation = Outputs['members']['list']['invitations'][number];

/** Who belongs where has changed: the list, and for oneself the session too. */
export async function reloadMembers(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(trpc.members.list.queryFilter()),
    queryClient.invalidateQueries(trpc.session.get.queryFilter()),
  ]);
}
