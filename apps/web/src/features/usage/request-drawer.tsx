import { ActionIcon, Drawer, Group, Skeleton } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { IconChevronDown, IconChevronUp } from '../../ui/icons.ts';
import { RequestDetails } from './request-details.tsx';
import classes from './request-drawer.module.css';

const route = getRouteApi('/w/$workspace/settings/api/usage');

/** One request beside the log. Its address can be shared; the arrows lead to its neighbours in the filter. */
export default function RequestDrawer({ id }: { id: string }) {
  const [isOpen, { close }] = useDisclosure(true);
  const { details, toNewer, toOlder, leave } = useRequest(id);
  useHotkeys([
    ['ArrowUp', () => toNewer?.()],
    ['ArrowLeft', () => toNewer?.()],
    ['ArrowDown', () => toOlder?.()],
    ['ArrowRight', () => toOlder?.()],
  ]);

  return (
    <Drawer.Root
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={leave}
      position="right"
      size="33rem"
      padding="lg"
    >
      <Drawer.Overlay backgroundOpacity={0.12} />
      <Drawer.Content>
        <Drawer.Header className={classes.header}>
          <Drawer.Title className={classes.title}>Request</Drawer.Title>
          <Group gap={4} wrap="nowrap">
            <Step label="Newer request" hint="↑" onStep={toNewer}>
              <IconChevronUp size={18} stroke={1.75} aria-hidden />
            </Step>
            <Step label="Older request" hint="↓" onStep={toOlder}>
              <IconChevronDown size={18} stroke={1.75} aria-hidden />
            </Step>
            <Drawer.CloseButton aria-label="Close" ml={4} />
          </Group>
        </Drawer.Header>
        <Drawer.Body className={classes.body} aria-busy={details.isFetching}>
          {details.error && (
            <ErrorState
              title="This request cannot be shown"
              failure={failureOf(details.error)}
              onRetry={() => void details.refetch()}
            />
          )}
          {!details.error && details.data && <RequestDetails request={details.data} />}
          {details.isPending && <LoadingDetails />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

/** The request, and the ways on from it; null where there is none, or none known yet. */
function useRequest(id: string) {
  const { question } = route.useLoaderData();
  const navigate = route.useNavigate();
  const details = useQuery(
    trpc.usage.get.queryOptions({ ...question, id }, { placeholderData: keepPreviousData }),
  );
  const neighbours = details.isPlaceholderData ? undefined : details.data;

  function go(request: string | undefined) {
    void navigate({
      search: ({ request: _, ...search }) => ({ ...search, ...(request && { request }) }),
      replace: true,
      resetScroll: false,
    });
  }
  const stepTo = (neighbour: string | null | undefined) => (neighbour ? () => go(neighbour) : null);

  return {
    details,
    toNewer: stepTo(neighbours?.newerId),
    toOlder: stepTo(neighbours?.olderId),
    leave: () => go(undefined),
  };
}

type StepProps = {
  label: string;
  hint: string;
  onStep: (() => void) | null;
  children: ReactNode;
};

const UNAVAILABLE = { 'data-disabled': true, 'aria-disabled': true };

/** Stays in place, and can keep the focus, where there is nothing further. */
function Step({ label, hint, onStep, children }: StepProps) {
  return (
    <Hint label={`${label} ${hint}`}>
      <ActionIcon
        className={classes.step}
        aria-label={label}
        {...(!onStep && UNAVAILABLE)}
        onClick={() => onStep?.()}
      >
        {children}
      </ActionIcon>
    </Hint>
  );
}

function LoadingDetails() {
  return (
    <>
      <Skeleton height="1.25rem" width="60%" mb="lg" />
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} height="0.75rem" width={`${60 + ((index * 17) % 35)}%`} mb="md" />
      ))}
    </>
  );
}
