import { Text, Title } from '@mantine/core';
import listClasses from '../../ui/list-page.module.css';
import { PageTitle } from '../../ui/page-title.tsx';
import { useWorkspace } from '../session/use-session.ts';
import { AnalyticsPanel } from './analytics-panel.tsx';

/** How all published pages of the workspace are doing. */
export function OverviewPage() {
  const workspace = useWorkspace();
  if (!workspace) return null;

  return (
    <section aria-labelledby="overview-heading">
      <PageTitle>{`Overview · ${workspace.name}`}</PageTitle>
      <div className={listClasses.head}>
        <div>
          <Title order={1} id="overview-heading">
            {workspace.name}
          </Title>
          <Text c="dimmed" size="sm" mt={4}>
            Who looked at the published pages of this workspace: counted without cookies and without
            keeping anybody’s address. Bots are left out.
          </Text>
        </div>
      </div>
      <AnalyticsPanel workspace={workspace.slug} />
    </section>
  );
}
