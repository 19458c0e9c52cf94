import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Outputs, trpc } from '../../lib/trpc.ts';

export type ApiKey = Outputs['apiKeys']['list'][number];

/** All keys of the workspace, deleted ones too; undefined until they are there. */
export function useApiKeys(): ApiKey[] | undefined {
  const { workspace } = useParams({ from: '/w/$workspace' });
  return useQuery(trpc.apiKeys.list.queryOptions({ workspace, includeDeleted: true })).data;
}
