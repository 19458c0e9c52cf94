import {
  getUsage,
  listUsage,
  PAGE_ROWS_DEFAULT,
  PAGE_ROWS_MAX,
  RETENTION_DAYS,
  summariseUsage,
  text,
  type UsageFilter,
  type UsageQuestion,
  watchUsage,
} from '@tented/core';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { Id } from '../rest/schemas.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import { TimeZone, UsageFilterInput } from './usage-filter.ts';
import { toUsageDetailsView, toUsageSummaryView, toUsageView } from './views.ts';

const CURSOR_CHARS_MAX = 64;
const POSITION_CHARS_MAX = 32;

const usageProcedure = memberProcedure('usage.read');

export const usageRouter = settingsRouter({
  /** `forward` leads to older rows, `backward` to newer ones; a page is newest first either way. */
  list: usageProcedure
    .input(
      z.object({
        ...UsageFilterInput,
        limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
        cursor: text(CURSOR_CHARS_MAX).nullish(),
        direction: z.enum(['forward', 'backward']).default('forward'),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { workspace: _, limit, cursor, direction, ...filter } = input;
      const page = await listUsage(ctx.services.reader, questionOf(ctx, filter), {
        limit,
        cursor: cursor ?? undefined,
        direction: direction === 'forward' ? 'older' : 'newer',
      });
      return {
        rows: page.rows.map(toUsageView),
        nextCursor: page.nextCursor,
        searchedTo: page.searchedTo?.toISOString() ?? null,
        /** For how many days the workspace's plan shows the log. */
        retentionDays: RETENTION_DAYS[ctx.workspace.plan],
      };
    }),

  /** The rows added up over time, in steps as the clocks of the viewer's zone show them. */
  summary: usageProcedure
    .input(z.object({ ...UsageFilterInput, timeZone: TimeZone }))
    .query(async ({ ctx, input }) => {
      const { workspace: _, timeZone, ...filter } = input;
      const question = questionOf(ctx, filter);
      return toUsageSummaryView(await summariseUsage(ctx.services.reader, question, timeZone));
    }),

  /** Everything about one request, and its neighbours among those that the filter lets through. */
  get: usageProcedure
    .input(z.object({ ...UsageFilterInput, id: Id }))
    .query(async ({ ctx, input }) => {
      const { workspace: _, id, ...filter } = input;
      const question = questionOf(ctx, filter);
      return toUsageDetailsView(await getUsage(ctx.services.reader, question, id.toLowerCase()));
    }),

  /** What is written from now on, or from where an earlier stream broke off (`lastEventId`). */
  live: usageProcedure
    .input(z.object({ ...UsageFilterInput, lastEventId: text(POSITION_CHARS_MAX).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const { workspace: _, lastEventId, ...filter } = input;
      const { reader, clock } = ctx.services;
      const signals = [ctx.closing, ...(signal ? [signal] : [])];
      const news = watchUsage(reader, questionOf(ctx, filter), {
        clock,
        signal: AbortSignal.any(signals),
        position: lastEventId ?? undefined,
      });
      for await (const { kind, rows, position } of news) {
        yield tracked(position, { kind, rows: rows.map(toUsageView) });
      }
      // A stream that breaks is taken up again elsewhere; one that ends is not.
      ctx.closing.throwIfAborted();
    }),
});

type Context = { workspace: { id: string; plan: UsageQuestion['plan'] }; at: Date };

function questionOf({ workspace, at }: Context, filter: UsageFilter): UsageQuestion {
  return { workspaceId: workspace.id, plan: workspace.plan, at, filter };
}
