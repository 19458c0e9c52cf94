import { Button, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { formatDateTime } from '../../lib/format.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import { Moment } from '../../ui/moment.tsx';
import { type Generation, isUnderWay, REFRESH_MS } from './tent.ts';
import classes from './tent-page.module.css';
import type { TentDetails } from './tent-page.tsx';
import { TentStatus } from './tent-status.tsx';

const route = getRouteApi('/w/$workspace/tents/$tentId');

const KINDS = { initial: 'First version', edit: 'Edit', reverted: 'Reverted' } as const;
const ROWS_MAX = 100;

type GenerationsProps = { tent: TentDetails; shown: string | null; mayChange: boolean };

/** The history of a tent, newest first. */
export function Generations({ tent, shown, mayChange }: GenerationsProps) {
  const { workspace, tentId } = route.useParams();
  const page = useQuery(
    trpc.tents.generations.queryOptions(
      { workspace, tentId, limit: ROWS_MAX },
      { refetchInterval: isUnderWay(tent) ? REFRESH_MS : false },
    ),
  );
  if (tent.generation_id === null) return null;

  return (
    <section className={classes.history} aria-labelledby="history-heading">
      <div className={classes.historyHead}>
        <Title order={2} id="history-heading">
          Versions
        </Title>
      </div>
      {page.error && !page.data && (
        <ErrorState
          title="The versions could not be loaded"
          failure={failureOf(page.error)}
          onRetry={() => void page.refetch()}
        />
      )}
      <ol className={classes.list} reversed>
        {page.data?.rows.map((generation) => (
          <Version
            key={generation.id}
            generation={generation}
            isShown={generation.id === shown}
            mayRevert={mayChange && generation.id !== tent.generation_id && !isUnderWay(tent)}
          />
        ))}
      </ol>
    </section>
  );
}

type VersionProps = { generation: Generation; isShown: boolean; mayRevert: boolean };

function Version({ generation, isShown, mayRevert }: VersionProps) {
  const { id, number, kind, status, prompt, createdAt, error } = generation;

  return (
    <li className={classes.generation} data-shown={isShown}>
      <div className={classes.generationHead}>
        <span>
          {number}. {KINDS[kind]}
        </span>
        {status !== 'completed' && <TentStatus status={status} />}
      </div>
      <Moment iso={createdAt}>{formatDateTime(createdAt)}</Moment>
      {(error ?? prompt) && <p className={classes.prompt}>{error ?? prompt}</p>}
      {status === 'completed' && (
        <div className={classes.generationActions}>
          {isShown ? (
            <span>Shown</span>
          ) : (
            <AnchorLink size="sm" from={route.id} to="." search={{ generation: id }} replace>
              Show
            </AnchorLink>
          )}
          {mayRevert && <Revert generationId={id} number={number} />}
        </div>
      )}
    </li>
  );
}

function Revert({ generationId, number }: { generationId: string; number: number }) {
  const { workspace, tentId } = route.useParams();
  const navigate = route.useNavigate();
  const revert = useMutation(
    trpc.tents.revert.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tents.pathFilter());
        await navigate({ search: {}, replace: true });
      },
    }),
  );

  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        color="gray"
        loading={revert.isPending}
        aria-label={`Revert to version ${number}`}
        onClick={() => revert.mutate({ workspace, tentId, generationId })}
      >
        Revert to this
      </Button>
      {revert.error && (
        <Text role="alert" c="red" size="sm">
          {failureOf(revert.error).message}
        </Text>
      )}
    </>
  );
}
