import { Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { NotFoundPage } from '../../app/not-found-page.tsx';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconArrowLeft } from '../../ui/icons.ts';
import { AnchorLink } from '../../ui/links.tsx';
import classes from '../../ui/list-page.module.css';
import { PageTitle } from '../../ui/page-title.tsx';
import { useWorkspace } from '../session/use-session.ts';
import { Approval } from './approval.tsx';
import { TemplateActions } from './template-actions.tsx';
import { TemplateEditor } from './template-editor.tsx';

const route = getRouteApi('/w/$workspace/templates/$templateId');

export function TemplatePage() {
  const { workspace: slug, templateId } = route.useParams();
  const workspace = useWorkspace();
  const template = useQuery(trpc.templates.get.queryOptions({ workspace: slug, id: templateId }));

  if (template.error && !template.data) {
    const failure = failureOf(template.error);
    if (failure.code === 'not_found') return <NotFoundPage />;
    return (
      <ErrorState
        title="The template could not be loaded"
        failure={failure}
        onRetry={() => void template.refetch()}
      />
    );
  }
  if (!template.data || !workspace) return <Skeleton height="20rem" />;
  return (
    <article aria-labelledby="template-heading">
      <PageTitle>{`${template.data.name} · ${workspace.name}`}</PageTitle>
      <AnchorLink
        to="/w/$workspace/templates"
        params={{ workspace: slug }}
        className={classes.back}
      >
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        Templates
      </AnchorLink>
      <div className={classes.head}>
        <div>
          <Title order={1} id="template-heading">
            {template.data.name}
          </Title>
          <Approval approvedAt={template.data.approvedAt} />
        </div>
        {workspace.role !== 'viewer' && (
          <TemplateActions template={template.data} workspace={workspace} />
        )}
      </div>
      <TemplateEditor
        key={template.data.updatedAt}
        workspace={slug}
        template={template.data}
        mayEdit={workspace.role !== 'viewer'}
      />
    </article>
  );
}
