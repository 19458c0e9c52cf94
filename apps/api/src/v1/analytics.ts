import { type Analytics, getTentAnalytics, getWorkspaceAnalytics, text } from '@tented/core';
import { z } from 'zod';
import { exampleOf } from '../rest/document/examples.ts';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import { Id, Timestamp } from '../rest/schemas.ts';

const UtcDay = z.iso.date().meta({ description: 'A UTC day.', example: '2026-03-13' });
const Count = z.int().min(0);
const Views = Count.meta({ description: 'Page views in the range.' });
const Country = z.string().meta({ description: 'In English; `Unknown` where no proxy says.' });
const Device = z
  .string()
  .meta({ description: '`desktop`, `mobile`, `tablet`, `tv`, or `Unknown`.' });
const Browser = z.string().meta({ description: 'Its name, or `Unknown`.' });
const System = z.string().meta({ description: 'Its name, or `Unknown`.' });
const Referrer = z
  .string()
  .meta({ description: 'A host without `www.`; `direct` where there is none.' });

const analytics = {
  visits: Count.meta({ description: 'Visitors, each counted once a day.' }),
  pageviews: Views,
  date_range: z.object({
    start_date: UtcDay,
    end_date: UtcDay.meta({ description: 'Today.' }),
    days: z.int().min(1).max(7).meta({ description: 'How many days these are.' }),
  }),
  daily_pageviews: z
    .array(
      z.object({ date: UtcDay, pageviews: Count.meta({ description: 'Page views of the day.' }) }),
    )
    .meta({ description: 'Every day of the range, ascending.' }),
  by_country: z
    .array(z.object({ country: Country, views: Views }))
    .meta({ description: 'Most views first, at most 50.' }),
  by_device: z
    .array(z.object({ device: Device, views: Views }))
    .meta({ description: 'Most views first.' }),
  by_browser: z
    .array(z.object({ browser: Browser, views: Views }))
    .meta({ description: 'Most views first, at most 50.' }),
  by_os: z
    .array(z.object({ os: System, views: Views }))
    .meta({ description: 'Most views first, at most 50.' }),
  by_referrer: z
    .array(z.object({ referrer: Referrer, views: Views }))
    .meta({ description: 'Most views first, at most 50.' }),
  recent_pageviews: z
    .array(
      z.object({
        timestamp: Timestamp,
        country: Country,
        device: Device,
        browser: Browser,
        os: System,
        referrer: Referrer,
      }),
    )
    .meta({ description: 'Newest first, at most 50.' }),
};

const TentAnalytics = z.object({ tent_id: Id, ...analytics }).meta({ id: 'TentAnalytics' });

const WorkspaceAnalytics = z
  .object({
    ...analytics,
    by_tent: z
      .array(
        z.object({
          tent_id: Id,
          name: z.string().meta({ description: '`Deleted tent` for one that is no more.' }),
          views: Views,
        }),
      )
      .meta({ description: 'Most views first, at most 50.' }),
  })
  .meta({ id: 'WorkspaceAnalytics' });

const DAYS_MAX = 7;

const DaysBack = z
  .unknown()
  .optional()
  .transform((value) => (/^[1-7]$/.test(String(value)) ? Number(value) : DAYS_MAX))
  .meta({
    description: `Days up to today, 1–${DAYS_MAX}. Anything else counts as ${DAYS_MAX}.`,
    override: ({ jsonSchema }) => {
      Object.assign(jsonSchema, {
        type: 'integer',
        minimum: 1,
        maximum: DAYS_MAX,
        default: DAYS_MAX,
      });
    },
  });

/** Longer than any alias: what is longer names nothing. */
const NAME_CHARS_MAX = 1_024;

const tags = ['Analytics'];

const TENT_ID = '0199c6a2-9a4b-7c5d-8e6f-70819203a4b5';
const EXAMPLE = {
  visits: 2,
  pageviews: 3,
  date_range: { start_date: '2026-03-12', end_date: '2026-03-13', days: 2 },
  daily_pageviews: [
    { date: '2026-03-12', pageviews: 1 },
    { date: '2026-03-13', pageviews: 2 },
  ],
  by_country: [
    { country: 'Germany', views: 2 },
    { country: 'United States', views: 1 },
  ],
  by_device: [
    { device: 'desktop', views: 2 },
    { device: 'mobile', views: 1 },
  ],
  by_browser: [
    { browser: 'Firefox', views: 2 },
    { browser: 'Safari', views: 1 },
  ],
  by_os: [
    { os: 'Linux', views: 2 },
    { os: 'iOS', views: 1 },
  ],
  by_referrer: [
    { referrer: 'direct', views: 2 },
    { referrer: 'news.example', views: 1 },
  ],
  recent_pageviews: [
    {
      timestamp: '2026-03-13T15:40:00.000Z',
      country: 'Germany',
      device: 'desktop',
      browser: 'Firefox',
      os: 'Linux',
      referrer: 'direct',
    },
  ],
};

export const analyticsRouter = publicRouter({
  tent: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/analytics/tent',
        tags,
        summary: "Get a tent's analytics",
        description: 'How often the published page was seen in the last days, and by whom.',
      },
      failures: ['not_found'],
      examples: {
        parameters: { tentIdOrAlias: 'spring', daysBack: 2 },
        response: exampleOf(TentAnalytics, { tent_id: TENT_ID, ...EXAMPLE }),
      },
    })
    .input(
      z.strictObject({
        tentIdOrAlias: text(NAME_CHARS_MAX)
          .min(1)
          .meta({ description: "The tent's id, its alias, or `/` for the root page." }),
        daysBack: DaysBack,
      }),
    )
    .output(TentAnalytics)
    .query(async ({ ctx, input }) => {
      const { tentId, ...numbers } = await getTentAnalytics(ctx.services.pool, {
        workspaceId: ctx.caller.workspaceId,
        tentName: input.tentIdOrAlias,
        days: input.daysBack,
        at: ctx.caller.at,
      });
      return { tent_id: tentId, ...toRow(numbers) };
    }),

  org: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/analytics/org',
        tags,
        summary: "Get the workspace's analytics",
        description: 'All tents together, those included that have been deleted since.',
      },
      examples: {
        parameters: { daysBack: 2 },
        response: exampleOf(WorkspaceAnalytics, {
          ...EXAMPLE,
          by_tent: [{ tent_id: TENT_ID, name: 'Harbour night', views: 3 }],
        }),
      },
    })
    .input(z.strictObject({ daysBack: DaysBack }))
    .output(WorkspaceAnalytics)
    .query(async ({ ctx, input }) => {
      const { tents, ...numbers } = await getWorkspaceAnalytics(ctx.services.pool, {
        workspaceId: ctx.caller.workspaceId,
        days: input.daysBack,
        at: ctx.caller.at,
      });
      return {
        ...toRow(numbers),
        by_tent: tents.map(({ tentId, name, views }) => ({ tent_id: tentId, name, views })),
      };
    }),
});

function toRow({ visits, pageviews, days, recent, ...by }: Analytics) {
  return {
    visits,
    pageviews,
    date_range: {
      start_date: days[0]?.day ?? '',
      end_date: days.at(-1)?.day ?? '',
      days: days.length,
    },
    daily_pageviews: days.map(({ day, pageviews: views }) => ({ date: day, pageviews: views })),
    by_country: by.country.map(({ value, views }) => ({ country: value, views })),
    by_device: by.device.map(({ value, views }) => ({ device: value, views })),
    by_browser: by.browser.map(({ value, views }) => ({ browser: value, views })),
    by_os: by.os.map(({ value, views }) => ({ os: value, views })),
    by_referrer: by.referrer.map(({ value, views }) => ({ referrer: value, views })),
    recent_pageviews: recent.map(({ at, ...view }) => ({ timestamp: at.toISOString(), ...view })),
  };
}
