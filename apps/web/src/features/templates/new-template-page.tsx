import { Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconArrowLeft } from '../../ui/icons.ts';
import { AnchorLink } from '../../ui/links.tsx';
import classes from '../../ui/list-page.module.css';
import { PageTitle } from '../../ui/page-title.tsx';
import { useWorkspace } from '../session/use-session.ts';
import { STARTER_HTML } from './template.ts';
import { TemplateEditor } from './template-editor.tsx';

const route = getRouteApi('/w/$workspace/templates/new');

/** Begins with a short example, or with the page of the tent that the address names. */
export function NewTemplatePage() {
  const { workspace } = route.useParams();
  const name = useWorkspace()?.name ?? '';

  return (
    <article aria-labelledby="new-template-heading">
      <PageTitle>{`New template · ${name}`}</PageTitle>
      <AnchorLink to="/w/$workspace/templates" params={{ workspace }} className={classes.back}>
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        Templates
      </AnchorLink>
      <div className={classes.head}>
        <div>
          <Title order={1} id="new-template-heading">
            New template
          </Title>
          <Text c="dimmed" size="sm" mt={4}>
            Write {'{{first_name}}'} where a value of a tent’s data belongs, and {'{{content}}'}{' '}
            where its instructions may add something.
          </Text>
        </div>
      </div>
      <Editor />
    </article>
  );
}

function Editor() {
  const { workspace } = route.useParams();
  const { tent } = route.useSearch();
  const page = useQuery(
    trpc.templates.htmlOfTent.queryOptions(
      { workspace, tentId: tent ?? '' },
      { enabled: tent !== undefined, staleTime: Infinity },
    ),
  );

  if (page.error) {
    return (
      <ErrorState
        title="The page of the tent could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (tent !== undefined && !page.data) return <Skeleton height="20rem" />;
  return <TemplateEditor workspace={workspace} html={page.data?.html ?? STARTER_HTML} mayEdit />;
}
