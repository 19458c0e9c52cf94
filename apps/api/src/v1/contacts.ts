import { type Contact, ITEMS_MAX, listContacts, text } from '@tented/core';
import { z } from 'zod';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import { Id, Moment, pageOf, paging } from '../rest/schemas.ts';
import {
  BatchResult,
  contactExample,
  ContactRow,
  createExamples,
  CreateInput,
  deleteExamples,
  DeleteInput,
  updateExamples,
  UpdateInput,
} from './contact-schemas.ts';

const tags = ['Contacts'];
const eachItem = `1 to ${ITEMS_MAX} items, each judged on its own: a bad item is rejected in its result and does not stop the others.`;

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
      examples: createExamples,
    })
    .input(CreateInput)
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
      examples: updateExamples,
    })
    .input(UpdateInput)
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
      examples: deleteExamples,
    })
    .input(DeleteInput)
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
      examples: deleteExamples,
    })
    .input(DeleteInput)
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
      examples: {
        parameters: { q: 'lovelace', limit: 10 },
        response: { data: [contactExample], next_cursor: null },
      },
    })
    .input(
      z.strictObject({
        email: text(320).meta({ description: 'The whole address, in any case.' }).optional(),
        phone: text(32).meta({ description: 'The whole number, in any notation.' }).optional(),
        q: text(255)
          .meta({ description: 'Part of a name, email, phone or company, in any case.' })
          .optional(),
        updated_since: Moment.meta({
          description: 'Changed at or after this moment.',
        }).optional(),
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
      isShort: true,
      examples: { parameters: { contactId: contactExample.id }, response: contactExample },
    })
    .input(z.strictObject({ contactId: Id.meta({ description: 'The id of the contact.' }) }))
    .output(ContactRow)
    .query(async ({ ctx, input }) =>
      toRow(await ctx.read(ctx.services.reads.contact, input.contactId)),
    ),
});

function toRow(contact: Contact): z.input<typeof ContactRow> {
  return {
    ...contact,
    created_at: contact.created_at.toISOString(),
    updated_at: contact.updated_at.toISOString(),
  };
}
