import { Button, Group } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { IconChevronLeft, IconChevronRight } from './icons.ts';
import { ButtonLink } from './links.tsx';

type PagerProps = { cursor: string | undefined; nextCursor: string | null };

/**
 * Newer and older pages of a list, newest first. The address carries this page's cursor; the
 * way back to newer pages is kept beside it in the history entry, so that it survives a reload.
 * A shared link has no such way: its "Newer" leads to the newest page.
 */
export function Pager({ cursor, nextCursor }: PagerProps) {
  const newerCursors = useLocation({ select: ({ state }) => state.newerCursors }) ?? [];
  if (!cursor && !nextCursor) return null;

  return (
    <Group component="nav" aria-label="Pages" gap="xs" justify="flex-end" mt="md">
      <PageLink
        isDisabled={!cursor}
        cursor={newerCursors.at(-1)}
        newerCursors={newerCursors.slice(0, -1)}
      >
        <IconChevronLeft size={15} stroke={1.75} aria-hidden />
        Newer
      </PageLink>
      <PageLink
        isDisabled={!nextCursor}
        cursor={nextCursor ?? undefined}
        newerCursors={[...newerCursors, cursor ?? '']}
      >
        Older
        <IconChevronRight size={15} stroke={1.75} aria-hidden />
      </PageLink>
    </Group>
  );
}

type PageLinkProps = {
  isDisabled: boolean;
  cursor: string | undefined;
  newerCursors: string[];
  children: ReactNode;
};

function PageLink({ isDisabled, cursor, newerCursors, children }: PageLinkProps) {
  const label = <Group gap={6}>{children}</Group>;
  if (isDisabled) {
    return (
      <Button variant="default" disabled>
        {label}
      </Button>
    );
  }
  return (
    <ButtonLink
      variant="default"
      to="."
      search={(search: Paged) => turnTo(search, cursor)}
      state={{ newerCursors }}
    >
      {label}
    </ButtonLink>
  );
}

type Paged = { cursor?: string | undefined };

function turnTo({ cursor: _, ...filters }: Paged, cursor: string | undefined) {
  return cursor ? { ...filters, cursor } : filters;
}
