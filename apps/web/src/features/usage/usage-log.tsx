import { useElementSize, useMergedRef } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Table } from '../../ui/table.tsx';
import { useNow } from '../../ui/use-now.ts';
import { LogEnd } from './log-end.tsx';
import { NewRows } from './new-rows.tsx';
import { NoUsage } from './no-usage.tsx';
import { COLUMNS, SkeletonRow, Spacer, UsageTableRow } from './usage-table.tsx';
import classes from './usage-table.module.css';
import type { UsageRows } from './use-usage-rows.ts';

const route = getRouteApi('/w/$workspace/settings/api/usage');

const ROW_HEIGHT = 37;
const CARD_HEIGHT = 112;
const CARD_GAP = 8;
/** Where a table becomes a list of cards (ui/table.module.css), in rem. */
const CARDS_REM = 46;
const OVERSCAN = 12;
const SKELETON_ROWS = 12;
/** So many rows before the last one the next page is asked for. */
const AHEAD_ROWS = 15;

/** The rows, of which only those in sight are on the page; more are read as the reader comes near the end. */
export function UsageLog({ log }: { log: UsageRows }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const now = useNow();
  const { rows } = log;
  const table = useVirtualRows(log);

  if (log.error && !rows) {
    return (
      <ErrorState
        title="The usage log could not be loaded"
        failure={failureOf(log.error)}
        onRetry={log.retry}
      />
    );
  }
  if (rows?.length === 0 && !log.hasMore) return <NoUsage search={search} />;

  function open(request: string) {
    void navigate({ search: { ...search, request }, resetScroll: false });
  }
  function showNews() {
    log.news.show();
    window.scrollTo({ top: 0 });
  }
  return (
    <div className={classes.log}>
      <NewRows count={log.news.heldBack} onShow={showNews} />
      <Table
        label="Requests"
        columns={COLUMNS}
        placeRef={table.placeRef}
        isBusy={!rows || log.isStale}
        aria-rowcount={-1}
        className={classes.table}
        data-stale={log.isStale}
        onKeyDown={moveFocus}
      >
        <Spacer height={table.before} />
        {rows
          ? table.items.map(({ index }) => {
              const row = rows[index]!;
              return (
                <UsageTableRow
                  key={row.id}
                  row={row}
                  now={now}
                  index={index}
                  isOpen={row.id === search.request}
                  isNew={log.news.isLatest(row.id)}
                  measure={table.measure}
                  onOpen={open}
                />
              );
            })
          : Array.from({ length: SKELETON_ROWS }, (_, index) => <SkeletonRow key={index} />)}
        <Spacer height={table.after} />
      </Table>
      <LogEnd log={log} />
    </div>
  );
}

function useVirtualRows({ rows, canLoadMore, loadMore }: UsageRows) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const place = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const areCards = width > 0 && width <= CARDS_REM * remPixels();
  const count = rows?.length ?? 0;

  // What is above the table may grow and shrink: filters, chips, the chart.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- The same distance again changes nothing.
  useLayoutEffect(() => {
    const distance = (place.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    setTop((known) => (Math.abs(known - distance) < 1 ? known : distance));
  });
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count,
    estimateSize: () => (areCards ? CARD_HEIGHT : ROW_HEIGHT),
    gap: areCards ? CARD_GAP : 0,
    getItemKey: (index) => rows?.[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- Sizes depend on the layout alone.
  useEffect(() => virtualizer.measure(), [areCards]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1);
  const isNearEnd = last === undefined || last.index >= count - AHEAD_ROWS;
  useEffect(() => {
    if (isNearEnd && canLoadMore) loadMore();
  }, [isNearEnd, canLoadMore, loadMore]);

  return {
    items,
    placeRef: useMergedRef(ref, place),
    measure: virtualizer.measureElement,
    before: (items[0]?.start ?? top) - top,
    after: virtualizer.getTotalSize() - ((last?.end ?? top) - top),
  };
}

function remPixels(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Up and down lead from row to row, as Tab does. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody a')];
  const index = links.indexOf(event.target as HTMLElement);
  const next = index < 0 ? undefined : links[index + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
