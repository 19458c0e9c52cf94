import { Button, Group } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { IconChevronLeft, IconChevronRight } from '../../ui/icons.ts';
import { ButtonLink } from '../../ui/links.tsx';
import type { UsageSearch } from './usage-search.ts';

type UsagePagerProps = { search: UsageSearch; nextCursor: string | null };

/**
 * The address carries this page's cursor; the way back to newer pages is kept beside it in the
 * history entry, so that it survives a reload. A shared link has no such way: its "Newer" leads
 * to the newest page.
 */
export function UsagePager({ search, nextCursor }: UsagePagerProps) {
  const newerCursors = useLocation({ select: ({ state }) => state.newerCursors }) ?? [];
  const { cursor = '', ...filters } = search;
  const newer = newerCursors.at(-1);

  return (
    <Group component="nav" aria-label="Pages" gap="xs">
      <PageLink
        isDisabled={!cursor}
        search={newer ? { ...filters, cursor: newer } : filters}
        newerCursors={newerCursors.slice(0, -1)}
      >
        <IconChevronLeft size={15} stroke={1.75} aria-hidden />
        Newer
      </PageLink>
      <PageLink
        isDisabled={!nextCursor}
        search={nextCursor ? { ...filters, cursor: nextCursor } : filters}
        newerCursors={[...newerCursors, cursor]}
      >
        Older
        <IconChevronRight size={15} stroke={1.75} aria-hidden />
      </PageLink>
    </Group>
  );
}

type PageLinkProps = {
  isDisabled: boolean;
  search: UsageSearch;
  newerCursors: string[];
  children: ReactNode;
};

function PageLink({ isDisabled, search, newerCursors, children }: PageLinkProps) {
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
      from="/w/$workspace/settings/api/usage"
      to="."
      search={search}
      state={{ newerCursors }}
    >
      {label}
    </ButtonLink>
  );
}
