import { METHODS } from 'node:http';
import { getBalance, listUsage, planAt } from '@tented/core';
import { z } from 'zod';
import { exampleOf } from '../rest/document/examples.ts';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import {
  Id,
  Moment,
  pageOf,
  paging,
  Plan,
  Scope,
  StatusFilter,
  Timestamp,
} from '../rest/schemas.ts';

const Me = z
  .object({
    workspace: z.object({
      id: Id,
      name: z.string().meta({ description: 'As it stands in the web app.' }),
      plan: Plan,
    }),
    key: z.object({
      id: Id,
      name: z.string().meta({ description: 'As it stands in Settings > API.' }),
      prefix: z.string().meta({ description: 'The masked key.', example: 'tented_Ab12…x9Zk' }),
      scope: Scope,
      created_at: Timestamp,
      expires_at: Timestamp.nullable().meta({ description: 'Exclusive; null = never.' }),
    }),
  })
  .meta({ id: 'Me' });

const Credits = z
  .object({
    plan: Plan,
    allowance: z.int().meta({ description: 'Credits of this month.' }),
    used: z.int().meta({ description: 'Credits charged this month, less those refunded.' }),
    refunded: z.int().meta({ description: 'Credits given back this month.' }),
    remaining: z.int().meta({ description: 'Credits that can still be spent this month.' }),
    period_start: Timestamp.meta({ description: 'The first instant of the month, in UTC.' }),
    period_end: Timestamp.meta({ description: 'Exclusive: the first instant of the next month.' }),
  })
  .meta({ id: 'Credits' });

const UsageRow = z
  .object({
    id: Id.meta({ description: 'The `X-Request-Id` of the answer.' }),
    occurred_at: Timestamp.meta({ description: 'When the request arrived.' }),
    key: z.object({
      id: Id,
      name: z.string().meta({ description: 'The name it has now.' }),
      prefix: z.string().meta({ description: 'The masked key.' }),
    }),
    method: z.string().meta({ description: 'In upper case.' }),
    path: z.string().meta({ description: 'What was asked for, without the query string.' }),
    route: z
      .string()
      .nullable()
      .meta({ description: 'The documented path; null for an unknown one.' }),
    status: z.int().meta({ description: 'HTTP status of the answer.' }),
    duration_ms: z.int().meta({ description: 'Milliseconds from arrival to answer.' }),
    credits_charged: z.int().meta({ description: 'Credits that it consumed.' }),
    credits_refunded: z.int().meta({ description: 'Credits of it that were given back.' }),
    error_code: z
      .string()
      .optional()
      .meta({ description: 'The `code` of the error, if it was one.' }),
  })
  .meta({ id: 'UsageRow' });

const UsagePage = pageOf(UsageRow);

const tags = ['Account'];

const KEY_ID = '0199c6a1-9f3e-7b4d-a1c2-6d8e0f2a4b6c';
const MASKED_KEY = 'tented_Ab12…x9Zk';

export const accountRouter = publicRouter({
  me: publicProcedure
    .meta({
      openapi: { method: 'GET', path: '/v1/me', tags, summary: 'Get the workspace and the key' },
      isShort: true,
      examples: {
        response: exampleOf(Me, {
          workspace: {
            id: '0199c6a1-8e2d-7a3c-90b1-5c7d9e1f3a5b',
            name: 'Harbour Events',
            plan: 'pro',
          },
          key: {
            id: KEY_ID,
            name: 'CRM sync',
            prefix: MASKED_KEY,
            scope: 'all_access',
            created_at: '2026-02-01T08:00:00.000Z',
            expires_at: null,
          },
        }),
      },
    })
    .input(z.strictObject({}))
    .output(Me)
    .query(async ({ ctx }) => {
      const { workspaceId, keyId, at } = ctx.caller;
      const account = await ctx.read(ctx.services.reads.account, null);
      return {
        workspace: {
          id: workspaceId,
          name: account.workspaceName,
          plan: planAt(account, at),
        },
        key: {
          id: keyId,
          name: account.name,
          prefix: account.prefix,
          scope: account.scope,
          created_at: account.createdAt.toISOString(),
          expires_at: account.expiresAt?.toISOString() ?? null,
        },
      };
    }),

  credits: publicProcedure
    .meta({
      openapi: { method: 'GET', path: '/v1/credits', tags, summary: "Get this month's credits" },
      showsCredits: true,
      isShort: true,
      examples: {
        response: exampleOf(Credits, {
          plan: 'pro',
          allowance: 100,
          used: 3,
          refunded: 1,
          remaining: 97,
          period_start: '2026-03-01T00:00:00.000Z',
          period_end: '2026-04-01T00:00:00.000Z',
        }),
      },
    })
    .input(z.strictObject({}))
    .output(Credits)
    .query(async ({ ctx }) => {
      const { workspaceId, at } = ctx.caller;
      const { periodStart, periodEnd, ...balance } = await getBalance(ctx.services.db, {
        workspaceId,
        at,
      });
      return {
        ...balance,
        period_start: periodStart.toISOString(),
        period_end: periodEnd.toISOString(),
      };
    }),

  usage: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/usage',
        tags,
        summary: 'List the usage log',
        description: 'Every answered request of the workspace, newest first.',
      },
      examples: {
        parameters: { status: '4xx', from: '2026-03-01', limit: 10 },
        response: exampleOf(UsagePage, {
          data: [
            {
              id: '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10',
              occurred_at: '2026-03-13T15:40:00.000Z',
              key: { id: KEY_ID, name: 'CRM sync', prefix: MASKED_KEY },
              method: 'POST',
              path: '/v1/contacts',
              route: '/v1/contacts',
              status: 400,
              duration_ms: 3,
              credits_charged: 0,
              credits_refunded: 0,
              error_code: 'invalid_request',
            },
          ],
          next_cursor: null,
        }),
      },
    })
    .input(
      z.strictObject({
        key_id: Id.meta({ description: 'Requests with this key.' }).optional(),
        from: Moment.meta({ description: 'Arrived at or after this moment.' }).optional(),
        to: Moment.meta({ description: 'Arrived before this moment.' }).optional(),
        status: StatusFilter.meta({ description: 'Exact, or a class such as `4xx`.' }).optional(),
        method: z
          .string()
          .transform((method) => method.toUpperCase())
          .pipe(z.enum(METHODS, 'Not an HTTP method'))
          .meta({ description: 'An HTTP method, in any case.' })
          .optional(),
        ...paging,
      }),
    )
    .output(UsagePage)
    .query(async ({ ctx, input }) => {
      const { key_id: keyId, from, to, status, method, limit, cursor } = input;
      const { workspaceId, plan, at } = ctx.caller;
      const filter = {
        keyIds: keyId ? [keyId] : [],
        from,
        to,
        statuses: status ? [status] : [],
        methods: method ? [method] : [],
      };
      const question = { workspaceId, plan, at, filter };
      const page = await listUsage(ctx.services.reader, question, { limit, cursor });
      return {
        data: page.rows.map((row) => ({
          id: row.id,
          occurred_at: row.occurredAt.toISOString(),
          key: { id: row.key.id, name: row.key.name, prefix: row.key.prefix },
          method: row.method,
          path: row.path,
          route: row.route,
          status: row.status,
          duration_ms: row.durationMs,
          credits_charged: row.creditsCharged,
          credits_refunded: row.creditsRefunded,
          ...(row.errorCode === null ? {} : { error_code: row.errorCode }),
        })),
        next_cursor: page.nextCursor,
      };
    }),
});
