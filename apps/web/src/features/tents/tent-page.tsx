import { Alert, Anchor, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { NotFoundPage } from '../../app/not-found-page.tsx';
import { failureOf } from '../../lib/failure.ts';
import { formatDateTime } from '../../lib/format.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconAlertTriangle, IconArrowLeft } from '../../ui/icons.ts';
import { AnchorLink } from '../../ui/links.tsx';
import listClasses from '../../ui/list-page.module.css';
import { Moment } from '../../ui/moment.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { AnalyticsPanel } from '../analytics/analytics-panel.tsx';
import { type Workspace, useWorkspace } from '../session/use-session.ts';
import { Generations } from './generations.tsx';
import { isUnderWay, REFRESH_MS } from './tent.ts';
import { TentActions } from './tent-actions.tsx';
import classes from './tent-page.module.css';
import { TentPreview } from './tent-preview.tsx';
import { PublicationStatus, TentStatus } from './tent-status.tsx';

const route = getRouteApi('/w/$workspace/tents/$tentId');

export type TentDetails = NonNullable<ReturnType<typeof useTent>['data']>;

export function useTent() {
  const { workspace, tentId } = route.useParams();
  return useQuery(
    trpc.tents.get.queryOptions(
      { workspace, tentId },
      {
        refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? REFRESH_MS : false),
      },
    ),
  );
}

export function TentPage() {
  const { workspace: slug } = route.useParams();
  const workspace = useWorkspace();
  const tent = useTent();

  if (tent.error && !tent.data) {
    const failure = failureOf(tent.error);
    if (failure.code === 'not_found' || failure.code === 'invalid_request') return <NotFoundPage />;
    return (
      <ErrorState
        title="The tent could not be loaded"
        failure={failure}
        onRetry={() => void tent.refetch()}
      />
    );
  }
  return (
    <article aria-labelledby="tent-heading" aria-busy={!tent.data}>
      <PageTitle>{`${tent.data?.name ?? 'Tent'} · ${workspace?.name ?? ''}`}</PageTitle>
      <AnchorLink
        to="/w/$workspace/tents"
        params={{ workspace: slug }}
        className={listClasses.back}
      >
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        Tents
      </AnchorLink>
      {tent.data && workspace && <Details tent={tent.data} workspace={workspace} />}
    </article>
  );
}

function Details({ tent, workspace }: { tent: TentDetails; workspace: Workspace }) {
  const { generation } = route.useSearch();
  const shown = generation ?? tent.generation_id;

  return (
    <>
      <div className={listClasses.head}>
        <Title order={1} id="tent-heading" className={classes.name}>
          {tent.name}
        </Title>
        {workspace.role !== 'viewer' && <TentActions tent={tent} workspace={workspace} />}
      </div>
      <Facts tent={tent} />
      <Notes tent={tent} />
      <div className={classes.columns}>
        <TentPreview tent={tent} generationId={shown} />
        <Generations tent={tent} shown={shown} mayChange={workspace.role !== 'viewer'} />
      </div>
      <div className={classes.views}>
        <AnalyticsPanel workspace={workspace.slug} tentId={tent.id} />
      </div>
    </>
  );
}

function Facts({ tent }: { tent: TentDetails }) {
  const url = tent.publication?.published_url;

  return (
    <dl className={classes.facts}>
      <div>
        <dt>Status</dt>
        <dd>
          <TentStatus status={tent.status} />
        </dd>
      </div>
      <div>
        <dt>Publication</dt>
        <dd>
          <PublicationStatus publication={tent.publication} />
        </dd>
      </div>
      {url && (
        <div>
          <dt>Address</dt>
          <dd>
            <Anchor href={url} target="_blank" rel="noopener" size="sm" className={classes.address}>
              {url}
            </Anchor>
          </dd>
        </div>
      )}
      <div>
        <dt>Created</dt>
        <dd>
          <Moment iso={tent.created_at}>{formatDateTime(tent.created_at)}</Moment>
        </dd>
      </div>
      {tent.user_id && (
        <div>
          <dt>User</dt>
          <dd>{tent.user_id}</dd>
        </div>
      )}
      <div>
        <dt>Id</dt>
        <dd>
          <code className={classes.address}>{tent.id}</code>
        </dd>
      </div>
    </dl>
  );
}

/** What did not go as it was asked for. */
function Notes({ tent }: { tent: TentDetails }) {
  const notes = [
    ...(tent.error ? [{ code: 'failed', message: tent.error }] : []),
    ...(tent.publication?.error ? [tent.publication.error] : []),
    ...(tent.publication?.warnings ?? []),
  ];

  return notes.map(({ code, message }) => (
    <Alert
      key={code}
      color={code === 'alias_taken' ? 'yellow' : 'red'}
      mb="md"
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
    >
      {message}
    </Alert>
  ));
}
