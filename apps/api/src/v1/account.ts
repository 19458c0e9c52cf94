import { METHODS } from 'node:http';
import { getBalance, listUsage, planAt } from '@tented/core';
import { z } from 'zod';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import { Id, Moment, pageOf, paging, Plan, Scope, Timestamp } from '../rest/schemas.ts';

const Me = z
  .object({
    workspace: z.object({ id: Id, name: z.string(), plan: Plan }),
    key: z.object({
      id: Id,
      name: z.string(),
      prefix: z.string().meta({ description: 'The masked key.', example: 'tented_Ab12…x9Zk' }),
      scope: Scope,
      created_at: Timestamp,
      expires_at: Timestamp.nullable(),
    }),
  })
  .meta({ id: 'Me' });

const Credits = z
  .object({
    plan: Plan,
    allowance: z.int().meta({ description: 'Credits of this month.' }),
    used: z.int().meta({ description: 'Charges less refunds.' }),
    refunded: z.int(),
    remaining: z.int(),
    period_start: Timestamp,
    period_end: Timestamp.meta({ description: 'Exclusive: the first instant of the next month.' }),
  })
  .meta({ id: 'Credits' });

const UsageRow = z
  .object({
    id: Id.meta({ description: 'The `X-Request-Id` of the answer.' }),
    occurred_at: Timestamp,
    key: z.object({ id: Id, name: z.string(), prefix: z.string() }),
    method: z.string(),
    path: z.string(),
    route: z.string().nullable(),
    status: z.int(),
    duration_ms: z.int(),
    credits_charged: z.int(),
    credits_refunded: z.int(),
    error_code: z.string().optional(),
  })
  .meta({ id: 'UsageRow' });

/** `404`, or a class such as `4xx`, as an inclusive range. */
const StatusFilter = z
  .string()
  .regex(/^[1-5](\d\d|xx)$/i, 'Expected a status such as 404 or a class such as 4xx')
  .transform((text) => ({
    from: Number(text.replace(/xx/i, '00')),
    to: Number(text.replace(/xx/i, '99')),
  }));

const tags = ['Account'];

export const accountRouter = publicRouter({
  me: publicProcedure
    .meta({
      openapi: { method: 'GET', path: '/v1/me', tags, summary: 'Get the workspace and the key' },
    })
    .input(z.strictObject({}))
    .output(Me)
    .query(async ({ ctx }) => {
      const { workspaceId, keyId: id, at } = ctx.caller;
      const key = await ctx.services.db.apiKey.findUniqueOrThrow({
        where: { workspaceId_id: { workspaceId, id } },
        include: { workspace: true },
      });
      return {
        workspace: {
          id: workspaceId,
          name: key.workspace.name,
          plan: planAt(key.workspace, at),
        },
        key: {
          id,
          name: key.name,
          prefix: key.prefix,
          scope: key.scope,
          created_at: key.createdAt.toISOString(),
          expires_at: key.expiresAt?.toISOString() ?? null,
        },
      };
    }),

  credits: publicProcedure
    .meta({
      openapi: { method: 'GET', path: '/v1/credits', tags, summary: "Get this month's credits" },
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
    })
    .input(
      z.strictObject({
        key_id: Id.optional(),
        from: Moment.optional().meta({ description: 'Inclusive.' }),
        to: Moment.optional().meta({ description: 'Exclusive.' }),
        status: StatusFilter.optional().meta({ description: 'Exact, or a class such as `4xx`.' }),
        method: z
          .string()
          .transform((method) => method.toUpperCase())
          .pipe(z.enum(METHODS, 'Not an HTTP method'))
          .optional(),
        ...paging,
      }),
    )
    .output(pageOf(UsageRow))
    .query(async ({ ctx, input }) => {
      const { key_id: keyId, from, to, status, method, limit, cursor } = input;
      const page = await listUsage(ctx.services.db, {
        workspaceId: ctx.caller.workspaceId,
        filter: { keyIds: keyId ? [keyId] : [], from, to, status, method },
        limit,
        cursor,
        at: ctx.caller.at,
      });
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
