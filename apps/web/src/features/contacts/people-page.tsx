import { Button, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconPlus, IconUpload } from '../../ui/icons.ts';
import { ButtonLink } from '../../ui/links.tsx';
import classes from '../../ui/list-page.module.css';
import { PageTitle } from '../../ui/page-title.tsx';
import { Pager } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { useDialog } from '../../ui/use-dialog.ts';
import { useWorkspace } from '../session/use-session.ts';
import { PeopleTable } from './people-table.tsx';

const ContactDialog = lazy(() => import('./contact-dialog.tsx'));
const ImportDialog = lazy(() => import('./import-dialog.tsx'));

const route = getRouteApi('/w/$workspace/people');

export function PeoplePage() {
  const workspace = useWorkspace();
  const mayEdit = workspace !== null && workspace.role !== 'viewer';

  return (
    <section aria-labelledby="people-heading">
      <PageTitle>{`People · ${workspace?.name ?? ''}`}</PageTitle>
      <div className={classes.head}>
        <div>
          <Title order={1} id="people-heading" tabIndex={-1}>
            People
          </Title>
          <Text c="dimmed" size="sm" mt={4}>
            Contacts of this workspace: from the API, from forms of published pages, and from files.
          </Text>
        </div>
        {mayEdit && <Actions />}
      </div>
      <Search />
      <People mayEdit={mayEdit} />
    </section>
  );
}

function Actions() {
  const { workspace } = route.useParams();
  const adding = useDialog();
  const importing = useDialog();

  return (
    <div className={classes.actions}>
      <Button
        variant="default"
        leftSection={<IconUpload size={16} stroke={1.75} aria-hidden />}
        onClick={importing.open}
      >
        Import CSV
      </Button>
      <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={adding.open}>
        Add person
      </Button>
      <Suspense>
        {adding.isOpen && (
          <ContactDialog workspace={workspace} contact={null} onClosed={adding.onClosed} />
        )}
        {importing.isOpen && <ImportDialog workspace={workspace} onClosed={importing.onClosed} />}
      </Suspense>
    </div>
  );
}

function Search() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();

  return (
    <div className={classes.bar}>
      <SearchField
        label="Search people"
        value={q}
        onChange={(text) => void navigate({ search: text ? { q: text } : {}, replace: true })}
      />
    </div>
  );
}

function People({ mayEdit }: { mayEdit: boolean }) {
  const { workspace } = route.useParams();
  const { q, cursor } = route.useSearch();
  const page = useQuery(
    trpc.contacts.list.queryOptions(
      { workspace, ...(q && { q }), ...(cursor && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );

  if (page.error && !page.data) {
    return (
      <ErrorState
        title="The people could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (page.data?.rows.length === 0) return <Nobody query={q} />;
  return (
    <>
      <PeopleTable
        workspace={workspace}
        contacts={page.data?.rows}
        isStale={page.isPlaceholderData}
        mayEdit={mayEdit}
      />
      <Pager cursor={cursor} nextCursor={page.data?.nextCursor ?? null} />
    </>
  );
}

function Nobody({ query }: { query: string | undefined }) {
  if (query) {
    return (
      <EmptyState title="Nobody matches" text="No name, e-mail, phone or company has this in it.">
        <ButtonLink variant="default" from={route.id} to="." search={{}}>
          Show everybody
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nobody here yet"
      text="People arrive from the API, from the forms of published pages, or from a CSV file. You can also add one by hand."
    />
  );
}
