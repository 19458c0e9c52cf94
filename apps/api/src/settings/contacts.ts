import {
  AppError,
  applyContacts,
  type ContactsInput,
  type Contact,
  getContact,
  IMPORT_ROWS_MAX,
  importContacts,
  type ItemResult,
  listContacts,
  PAGE_ROWS_DEFAULT,
  PAGE_ROWS_MAX,
  text,
} from '@tented/core';
import { inTransaction } from '@tented/db';
import { z } from 'zod';
import { Id } from '../rest/schemas.ts';
import type { Services } from '../services.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

const CURSOR_CHARS_MAX = 64;
const DELETE_MAX = 100;

/** Fields as they were typed; the core judges them, as it does for the public API. */
const Fields = z.record(z.string(), z.unknown());

/** What members do with contacts in the web app: by the rules of the public API, without a charge. */
export const contactsRouter = settingsRouter({
  list: memberProcedure('workspace.read')
    .input(
      z.object({
        q: text(255).optional(),
        limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
        cursor: text(CURSOR_CHARS_MAX).nullish(),
      }),
    )
    .query(async ({ ctx, input: { q, limit, cursor } }) => {
      const page = await listContacts(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        filter: { q },
        limit,
        cursor: cursor ?? undefined,
      });
      return { rows: page.rows.map(toContactView), nextCursor: page.nextCursor };
    }),

  get: memberProcedure('workspace.read')
    .input(z.object({ id: Id }))
    .query(async ({ ctx, input }) =>
      toContactView(
        await getContact(ctx.services.db, { workspaceId: ctx.workspace.id, id: input.id }),
      ),
    ),

  create: memberProcedure('content.manage')
    .input(z.object({ fields: Fields }))
    .mutation(({ ctx, input }) =>
      applyOne(ctx, { kind: 'create', items: [input.fields], onConflict: 'reject' }),
    ),

  /** A field left out stays as it is; null clears it. */
  update: memberProcedure('content.manage')
    .input(z.object({ id: Id, fields: Fields }))
    .mutation(({ ctx, input }) =>
      applyOne(ctx, { kind: 'update', items: [{ ...input.fields, contact_id: input.id }] }),
    ),

  /** Contacts that are gone already are no error: what was asked for holds. */
  delete: memberProcedure('content.manage')
    .input(z.object({ ids: z.array(Id).min(1).max(DELETE_MAX) }))
    .mutation(async ({ ctx, input }) => {
      const items = input.ids.map((id) => ({ contact_id: id }));
      const results = await apply(ctx, { kind: 'delete', items });
      return { deleted: results.filter(({ status }) => status === 'accepted').length };
    }),

  /** Rows of a file, a part at a time; says for each what became of it. */
  import: memberProcedure('content.manage')
    .input(
      z.object({
        rows: z.array(Fields).min(1).max(IMPORT_ROWS_MAX),
        onConflict: z.enum(['skip', 'update']),
      }),
    )
    .mutation(({ ctx, input }) =>
      importContacts(ctx.services, { workspaceId: ctx.workspace.id, ...input }),
    ),
});

type Ctx = { services: Services; workspace: { id: string } };

async function apply({ services, workspace }: Ctx, input: ContactsInput): Promise<ItemResult[]> {
  const request = { caller: { workspaceId: workspace.id }, input };
  const [output] = await inTransaction(services.pool, (tx) =>
    applyContacts(tx, [request], services.clock),
  );
  if (!output) throw new Error('One request has one output.');
  return output.results;
}

async function applyOne(ctx: Ctx, input: ContactsInput): Promise<{ id: string }> {
  const [result] = await apply(ctx, input);
  if (!result) throw new Error('One item has one result.');
  if (result.status === 'accepted') return { id: result.contact_id };
  const { code, message, issues } = result.error;
  throw new AppError(REFUSAL_OF[code], `${message}.`, { details: issues ? { issues } : {} });
}

const REFUSAL_OF = {
  invalid_item: 'invalid_request',
  already_exists: 'conflict',
  ambiguous: 'conflict',
  not_found: 'not_found',
} as const;

function toContactView(contact: Contact) {
  return {
    ...contact,
    created_at: contact.created_at.toISOString(),
    updated_at: contact.updated_at.toISOString(),
  };
}
