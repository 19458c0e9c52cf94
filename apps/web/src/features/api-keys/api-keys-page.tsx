import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { useNow } from '../../ui/use-now.ts';
import { BalanceCard } from '../credits/balance-card.tsx';
import { useWorkspace, type Workspace } from '../session/use-session.ts';
import type { ApiKey } from './api-key.ts';
import { ApiKeyTable } from './api-key-table.tsx';
import classes from './api-keys-page.module.css';
import { arrangeKeys } from './arrange-keys.ts';
import { CreateApiKey } from './create-api-key.tsx';
import { NEWEST_FIRST, readSort } from './key-search.ts';
import { KeyToolbar } from './key-toolbar.tsx';
import { NoApiKeys } from './no-api-keys.tsx';
import { UpgradeNotice } from './upgrade-notice.tsx';

const route = getRouteApi('/w/$workspace/settings/api/');

/** The tab "Credit and Key". */
export function ApiKeysPage() {
  const workspace = useWorkspace();
  if (!workspace) return null;

  return (
    <>
      <PageTitle>{`Credit and Key · ${workspace.name}`}</PageTitle>
      <BalanceCard workspace={workspace.slug} />
      <ApiKeys workspace={workspace} />
    </>
  );
}

function ApiKeys({ workspace }: { workspace: Workspace }) {
  const mayManage = workspace.role === 'owner' || workspace.role === 'admin';
  const mayCreate = mayManage && workspace.plan !== 'free';

  return (
    <section className={classes.keys} aria-labelledby="api-keys-heading">
      <div className={classes.head}>
        <div>
          <Title order={2} id="api-keys-heading" tabIndex={-1} className={classes.heading}>
            API keys
          </Title>
          <Text c="dimmed" size="sm" mt={2}>
            {mayManage
              ? 'A key can do whatever its scope allows. Keep it on your server, never in a page or an app.'
              : 'Only owners and admins can create, rename, rotate and delete keys.'}
          </Text>
        </div>
        {mayCreate && <CreateApiKey workspace={workspace.slug} />}
      </div>
      {workspace.plan === 'free' && <UpgradeNotice workspace={workspace} />}
      <ApiKeyList workspace={workspace} mayManage={mayManage} />
    </section>
  );
}

function ApiKeyList({ workspace, mayManage }: { workspace: Workspace; mayManage: boolean }) {
  const apiKeys = useQuery(trpc.apiKeys.list.queryOptions({ workspace: workspace.slug }));

  if (apiKeys.error && !apiKeys.data) {
    return (
      <ErrorState
        title="The API keys could not be loaded"
        failure={failureOf(apiKeys.error)}
        onRetry={() => void apiKeys.refetch()}
      />
    );
  }
  if (apiKeys.data?.length === 0) {
    // On Free the notice above has said everything.
    return workspace.plan === 'free' ? null : <NoApiKeys mayCreate={mayManage} />;
  }
  return (
    <>
      {apiKeys.data && <KeyToolbar apiKeys={apiKeys.data} />}
      <ArrangedKeys workspace={workspace.slug} apiKeys={apiKeys.data} mayManage={mayManage} />
    </>
  );
}

type ArrangedKeysProps = { workspace: string; apiKeys: ApiKey[] | undefined; mayManage: boolean };

function ArrangedKeys({ workspace, apiKeys, mayManage }: ArrangedKeysProps) {
  const { q = '', sort, hint } = route.useSearch();
  const now = useNow();
  const wish = { query: q, sort: readSort(sort) ?? NEWEST_FIRST, hint, now };
  const shown = apiKeys && arrangeKeys(apiKeys, wish);

  if (shown?.length === 0) {
    return (
      <EmptyState title="No key matches" text="No key has this in its name, key or creator.">
        <ButtonLink variant="default" from={route.id} to="." search={{}}>
          Show all keys
        </ButtonLink>
      </EmptyState>
    );
  }
  return <ApiKeyTable workspace={workspace} apiKeys={shown} mayManage={mayManage} />;
}
