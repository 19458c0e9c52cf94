import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SettingsPage } from '../../app/settings-page.tsx';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { mayManage } from '../session/roles.ts';
import { useWorkspace, type Workspace } from '../session/use-session.ts';
import { BrandForm } from './brand-form.tsx';
import classes from './brand-page.module.css';
import { BrandPictures } from './brand-pictures.tsx';

export function BrandPage() {
  const workspace = useWorkspace();
  if (!workspace) return null;

  return (
    <SettingsPage
      title="Brand"
      text="How your company looks and what it does. Tents that are generated with your brand use it."
    >
      <Brand workspace={workspace} />
    </SettingsPage>
  );
}

function Brand({ workspace }: { workspace: Workspace }) {
  const brand = useQuery(trpc.brand.get.queryOptions({ workspace: workspace.slug }));
  const mayChange = mayManage(workspace.role);

  if (brand.error && !brand.data) {
    return (
      <ErrorState
        title="The brand could not be loaded"
        failure={failureOf(brand.error)}
        onRetry={() => void brand.refetch()}
      />
    );
  }
  if (!brand.data) return <Skeleton height="24rem" radius="lg" />;
  return (
    <div className={classes.parts}>
      <BrandForm workspace={workspace.slug} brand={brand.data} mayChange={mayChange} />
      <BrandPictures workspace={workspace.slug} brand={brand.data} mayChange={mayChange} />
    </div>
  );
}
