import {
  type Contact,
  CreateItem,
  DeleteItem,
  getContact,
  ITEMS_MAX,
  listContacts,
  text,
  UpdateItem,
} from '@tented/core';
import { z } from 'zod';
import { itemsOf } from '../rest/items.ts';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import { Id, Moment, pageOf, paging, Timestamp } from '../rest/schemas.ts';

const ContactRow = z
  .object({
    id: Id,
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
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Contact' });

const Issue = z.object({ path: z.string(), message: z.string() });

const ItemResult = z
  .discriminatedUnion('status', [
    z.object({
      index: z.int().min(0),
      client_item_id: z.string().optional(),
      status: z.literal('accepted'),
      contact_id: Id,
    }),
    z.object({
      index: z.int().min(0),
      client_item_id: z.string().optional(),
      status: z.literal('rejected'),
      contact_id: Id.optional().meta({
        description: 'The existing contact, with `already_exists`.',
      }),
      error: z.object({
        code: z.enum(['invalid_item', 'already_exists', 'not_found', 'ambiguous']),
        message: z.string(),
        issues: z.array(Issue).optional(),
      }),
    }),
  ])
  .meta({ id: 'ContactItemResult' });

const BatchResult = z
  .object({
    accepted: z.int().min(0),
    rejected: z.int().min(0),
    results: z.array(ItemResult).meta({ description: 'One for each item, in request order.' }),
  })
  .meta({ id: 'ContactBatchResult' });

const tags = ['Contacts'];
const eachItem = `1 to ${ITEMS_MAX} items, each judged on its own: a bad item is rejected in its result and does not stop the others.`;

const deleteInput = z.strictObject({ items: itemsOf(DeleteItem, 'ContactDeleteItem') });

export const contactsRouter = publicRouter({
  create: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/v1/contacts',
        tags,
        summary: 'Create contacts',
        description: `${eachItem} An item that matches a contact (by email, else by phone among contacts without email) is rejected as \`already_exists\`, or updates it with \`on_conflict: "update"\`.`,
      },
    })
    .input(
      z.strictObject({
        items: itemsOf(CreateItem, 'ContactCreateItem'),
        on_conflict: z.enum(['reject', 'update']).default('reject'),
      }),
    )
    .output(BatchResult)
    .mutation(({ ctx, input }) =>
      ctx.write(ctx.services.contacts, {
        kind: 'create',
        items: input.items,
        onConflict: input.on_conflict,
      }),
    ),

  update: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/v1/contacts/update',
        tags,
        summary: 'Update contacts',
        description: `${eachItem} An item names its contact by \`contact_id\`, else \`email\`, else \`phone\`. A field left out stays as it is; null clears it.`,
      },
    })
    .input(z.strictObject({ items: itemsOf(UpdateItem, 'ContactUpdateItem') }))
    .output(BatchResult)
    .mutation(({ ctx, input }) =>
      ctx.write(ctx.services.contacts, { kind: 'update', items: input.items }),
    ),

  delete: publicProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/v1/contacts/delete',
        tags,
        summary: 'Delete contacts',
        description: `${eachItem} An item names its contact by \`contact_id\`, else \`email\`, else \`phone\`.`,
      },
    })
    .input(deleteInput)
    .output(BatchResult)
    .mutation(({ ctx, input }) =>
      ctx.write(ctx.services.contacts, { kind: 'delete', items: input.items }),
    ),

  deleteByMethod: publicProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/v1/contacts',
        tags,
        summary: 'Delete contacts (DELETE with a body)',
        description: 'The same as `POST /v1/contacts/delete`.',
      },
      sameBodyAs: '/v1/contacts/delete',
    })
    .input(deleteInput)
    .output(BatchResult)
    .mutation(({ ctx, input }) =>
      ctx.write(ctx.services.contacts, { kind: 'delete', items: input.items }),
    ),

  list: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/contacts',
        tags,
        summary: 'List contacts',
        description: 'Newest first.',
      },
    })
    .input(
      z.strictObject({
        email: text(320).optional(),
        phone: text(32).optional(),
        q: text(255)
          .optional()
          .meta({ description: 'Part of a name, email, phone or company, in any case.' }),
        updated_since: Moment.optional().meta({ description: 'Inclusive.' }),
        ...paging,
      }),
    )
    .output(pageOf(ContactRow))
    .query(async ({ ctx, input }) => {
      const { limit, cursor, updated_since: updatedSince, ...filter } = input;
      const page = await listContacts(ctx.services.db, {
        workspaceId: ctx.caller.workspaceId,
        filter: { ...filter, updatedSince },
        limit,
        cursor,
      });
      return { data: page.rows.map(toRow), next_cursor: page.nextCursor };
    }),

  get: publicProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/v1/contacts/{contactId}',
        tags,
        summary: 'Get a contact',
      },
    })
    .input(z.strictObject({ contactId: Id }))
    .output(ContactRow)
    .query(async ({ ctx, input }) =>
      toRow(
        await getContact(ctx.services.db, {
          workspaceId: ctx.caller.workspaceId,
          id: input.contactId,
        }),
      ),
    ),
});

function toRow(contact: Contact): z.input<typeof ContactRow> {
  return {
    ...contact,
    created_at: contact.created_at.toISOString(),
    updated_at: contact.updated_at.toISOString(),
  };
}
