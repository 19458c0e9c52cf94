import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { BalanceCard } from '../credits/balance-card.tsx';
import { useWorkspace, type Workspace } from '../session/use-session.ts';
import { ApiKeyTable } from './api-key-table.tsx';
import classes from './api-keys-page.module.css';
import { CreateApiKey } from './create-api-key.tsx';
import { NoApiKeys } from './no-api-keys.tsx';
import { UpgradeNotice } from './upgrade-notice.tsx';

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
              : 'Only owners and admins can create, rename and delete keys.'}
          </Text>
        </div>
        {mayCreate && <CreateApiKey workspace={workspace.slug} />}
      </div>
      {workspace.plan === 'free' && <UpgradeNotice workspace={workspace.slug} />}
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
  return <ApiKeyTable workspace={workspace.slug} apiKeys={apiKeys.data} mayManage={mayManage} />;
}
