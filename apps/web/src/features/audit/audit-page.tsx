import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SettingsPage } from '../../app/settings-page.tsx';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Pager } from '../../ui/pager.tsx';
import { AUDIT_KINDS, type AuditKind } from './audit-search.ts';
import { AuditTable } from './audit-table.tsx';

const route = getRouteApi('/w/$workspace/settings/audit');

const CHOICES = [
  { value: '', label: 'Everything' },
  ...Object.entries(AUDIT_KINDS).map(([value, label]) => ({ value, label })),
];

export function AuditPage() {
  return (
    <SettingsPage
      title="Audit log"
      text="Who changed what in this workspace. Entries are written together with the change and never edited."
      action={<KindFilter />}
    >
      <Entries />
    </SettingsPage>
  );
}

function KindFilter() {
  const { kind } = route.useSearch();
  const navigate = route.useNavigate();

  return (
    <NativeSelect
      aria-label="Show"
      data={CHOICES}
      value={kind ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        void navigate({ search: chosen ? { kind: chosen as AuditKind } : {} });
      }}
    />
  );
}

function Entries() {
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const page = useQuery(
    trpc.audit.list.queryOptions({ workspace, ...search }, { placeholderData: keepPreviousData }),
  );

  if (page.error && !page.data) {
    return (
      <ErrorState
        title="The audit log could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (page.data?.rows.length === 0) {
    return (
      <EmptyState
        title="Nothing here yet"
        text={
          search.kind
            ? `No change to “${AUDIT_KINDS[search.kind]}” has been made.`
            : 'Changes to keys, members, the plan and the brand appear here.'
        }
      >
        <ButtonLink variant="default" from={route.id} to="." search={{}}>
          Show everything
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <>
      <AuditTable entries={page.data?.rows} isStale={page.isPlaceholderData} />
      <Pager cursor={search.cursor} nextCursor={page.data?.nextCursor ?? null} />
    </>
  );
}
