import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { formatDate } from '../../lib/format.ts';
import { trpc } from '../../lib/trpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconPlus } from '../../ui/icons.ts';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import classes from '../../ui/list-page.module.css';
import { Moment } from '../../ui/moment.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import { type Workspace, useWorkspace } from '../session/use-session.ts';
import { Approval } from './approval.tsx';
import type { Template } from './template.ts';
import tableClasses from './templates-table.module.css';

const route = getRouteApi('/w/$workspace/templates');
const SKELETON_ROWS = 4;

const COLUMNS: Column[] = [
  { name: 'Name' },
  { name: 'Approval', width: '11rem' },
  { name: 'Placeholders' },
  { name: 'Changed', width: '8rem' },
];

export function TemplatesPage() {
  const workspace = useWorkspace();
  if (!workspace) return null;

  return (
    <section aria-labelledby="templates-heading">
      <PageTitle>{`Templates · ${workspace.name}`}</PageTitle>
      <div className={classes.head}>
        <div>
          <Title order={1} id="templates-heading">
            Templates
          </Title>
          <Text c="dimmed" size="sm" mt={4}>
            Pages with placeholders. Once an owner or admin has approved one, the API fills it from
            the data of each tent.
          </Text>
        </div>
        {workspace.role !== 'viewer' && <NewTemplate workspace={workspace} />}
      </div>
      <TemplateList workspace={workspace} />
    </section>
  );
}

function NewTemplate({ workspace }: { workspace: Workspace }) {
  return (
    <ButtonLink
      to="/w/$workspace/templates/new"
      params={{ workspace: workspace.slug }}
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
    >
      New template
    </ButtonLink>
  );
}

function TemplateList({ workspace }: { workspace: Workspace }) {
  const { workspace: slug } = route.useParams();
  const page = useQuery(trpc.templates.list.queryOptions({ workspace: slug }));

  if (page.error && !page.data) {
    return (
      <ErrorState
        title="The templates could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (page.data?.rows.length === 0) {
    return (
      <EmptyState
        title="No templates yet"
        text="A template is a page with gaps such as {{first_name}}. Write one, or begin with the page of a tent that you like, and let the API make one page for each row of a list."
      >
        {workspace.role !== 'viewer' && <NewTemplate workspace={workspace} />}
      </EmptyState>
    );
  }
  return (
    <Table label="Templates" columns={COLUMNS} isBusy={!page.data}>
      {page.data
        ? page.data.rows.map((template) => (
            <TemplateRow key={template.id} workspace={slug} template={template} />
          ))
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <Row key={index} className={tableClasses.row}>
              {COLUMNS.map(({ name }) => (
                <Cell key={name}>
                  <Skeleton height="0.75rem" width="65%" my="0.3125rem" />
                </Cell>
              ))}
            </Row>
          ))}
    </Table>
  );
}

function TemplateRow({ workspace, template }: { workspace: string; template: Template }) {
  return (
    <Row className={tableClasses.row}>
      <Cell className={tableClasses.name}>
        <AnchorLink
          to="/w/$workspace/templates/$templateId"
          params={{ workspace, templateId: template.id }}
          fw={500}
        >
          {template.name}
        </AnchorLink>
      </Cell>
      <Cell className={tableClasses.approval}>
        <Approval approvedAt={template.approvedAt} />
      </Cell>
      <Cell className={tableClasses.placeholders}>
        {template.placeholders.length > 0 ? template.placeholders.join(', ') : 'None'}
      </Cell>
      <Cell className={tableClasses.changed}>
        <Moment iso={template.updatedAt}>{formatDate(template.updatedAt)}</Moment>
      </Cell>
    </Row>
  );
}
