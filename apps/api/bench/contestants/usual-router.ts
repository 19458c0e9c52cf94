import { newId, periodStart } from '@tented/core';
import type { ApiKey, Contact, Db } from '@tented/db';
import { initTRPC, TRPCError } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-openapi';
import { z } from 'zod';

export type UsualContext = {
  db: Db;
  hash: Buffer;
  requestId: string;
  method: string;
  path: string;
  startedAt: number;
};

const trpc = initTRPC.context<UsualContext>().meta<OpenApiMeta>().create();

/** Find the key, count the request, do the work; then last use and the row of the log. */
const meteredProcedure = trpc.procedure.use(async ({ ctx, meta, next }) => {
  const { db } = ctx;
  const apiKey = await db.apiKey.findFirst({
    where: { hash: new Uint8Array(ctx.hash) },
    include: { workspace: true },
  });
  const now = new Date();
  if (!apiKey || apiKey.deletedAt || (apiKey.expiresAt && apiKey.expiresAt <= now)) {
    throw new TRPCError({ code: 'UNAUTHORIZED' });
  }
  if (apiKey.workspace.plan === 'free') throw new TRPCError({ code: 'FORBIDDEN' });
  await db.creditPeriod.update({
    where: {
      workspaceId_startsAt: { workspaceId: apiKey.workspaceId, startsAt: periodStart(now) },
    },
    data: { used: { increment: 1 } },
    select: { used: true },
  });

  const result = await next({ ctx: { ...ctx, apiKey } });
  const route = meta?.openapi?.path ?? null;
  await logRequest(ctx, { apiKey, route, now, status: result.ok ? 200 : 500 });
  return result;
});

async function logRequest(
  { db, requestId, method, path, startedAt }: UsualContext,
  request: { apiKey: ApiKey; route: string | null; now: Date; status: number },
): Promise<void> {
  const { apiKey, route, now, status } = request;
  const { workspaceId, id } = apiKey;
  await db.$transaction([
    db.apiKey.update({
      where: { workspaceId_id: { workspaceId, id } },
      data: { lastUsedAt: now },
      select: { id: true },
    }),
    db.usageLog.create({
      data: {
        workspaceId,
        id: requestId,
        keyId: id,
        occurredAt: now,
        method,
        path,
        route,
        status,
        durationMs: Math.round(performance.now() - startedAt),
      },
      select: { id: true },
    }),
  ]);
}

const ContactRow = z.object({
  id: z.uuid(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  display_name: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  company: z.string().nullable(),
  job_title: z.string().nullable(),
  address: z.string().nullable(),
  address2: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  country: z.string().nullable(),
  zip_code: z.string().nullable(),
  lead_status: z.string().nullable(),
  lifecycle_stage: z.string().nullable(),
  tented_score: z.number().nullable(),
  unsubscribed: z.boolean(),
  marketing_email_subscribed: z.boolean().nullable(),
  marketing_sms_subscribed: z.boolean().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

const NewContact = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email()),
  first_name: z.string().max(255).optional(),
  last_name: z.string().max(255).optional(),
  company: z.string().max(255).optional(),
});

const Created = z.object({
  accepted: z.int(),
  rejected: z.int(),
  results: z.array(
    z.object({ index: z.int(), status: z.string(), contact_id: z.uuid().optional() }),
  ),
});

const ITEMS_MAX = 25;

export const usualRouter = trpc.router({
  get: meteredProcedure
    .meta({ openapi: { method: 'GET', path: '/v1/contacts/{contactId}' } })
    .input(z.object({ contactId: z.uuid() }))
    .output(ContactRow)
    .query(async ({ ctx, input }) => {
      const { workspaceId } = ctx.apiKey;
      const contact = await ctx.db.contact.findUnique({
        where: { workspaceId_id: { workspaceId, id: input.contactId } },
      });
      if (!contact) throw new TRPCError({ code: 'NOT_FOUND' });
      return toRow(contact);
    }),

  create: meteredProcedure
    .meta({ openapi: { method: 'POST', path: '/v1/contacts' } })
    .input(z.object({ items: z.array(NewContact).min(1).max(ITEMS_MAX) }))
    .output(Created)
    .mutation(async ({ ctx, input }) => {
      const { workspaceId } = ctx.apiKey;
      const now = new Date();
      const created = await ctx.db.contact.createManyAndReturn({
        data: input.items.map((item) => ({
          workspaceId,
          id: newId(now),
          email: item.email,
          firstName: item.first_name ?? null,
          lastName: item.last_name ?? null,
          company: item.company ?? null,
          createdAt: now,
          updatedAt: now,
        })),
        skipDuplicates: true,
        select: { id: true, email: true },
      });
      const idOf = new Map(created.map(({ email, id }) => [email, id]));
      const results = input.items.map(({ email }, index) => {
        const id = idOf.get(email);
        return id === undefined
          ? { index, status: 'rejected' }
          : { index, status: 'accepted', contact_id: id };
      });
      const { length: accepted } = created;
      return { accepted, rejected: results.length - accepted, results };
    }),
});

function toRow(contact: Contact): z.input<typeof ContactRow> {
  return {
    id: contact.id,
    email: contact.email,
    phone: contact.phone,
    display_name: contact.displayName,
    first_name: contact.firstName,
    last_name: contact.lastName,
    company: contact.company,
    job_title: contact.jobTitle,
    address: contact.address,
    address2: contact.address2,
    city: contact.city,
    state: contact.state,
    country: contact.country,
    zip_code: contact.zipCode,
    lead_status: contact.leadStatus,
    lifecycle_stage: contact.lifecycleStage,
    tented_score: contact.tentedScore,
    unsubscribed: contact.unsubscribed,
    marketing_email_subscribed: contact.marketingEmailSubscribed,
    marketing_sms_subscribed: contact.marketingSmsSubscribed,
    created_at: contact.createdAt.toISOString(),
    updated_at: contact.updatedAt.toISOString(),
  };
}
