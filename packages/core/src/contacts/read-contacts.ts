import { type Db, Prisma } from '@tented/db';
import { notFound } from '../errors.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import type { ReadPlan } from '../usage/metered-reads.ts';
import { type Contact, CONTACT_FIELDS } from './contact.ts';
import { likePattern } from '../text.ts';
import { normaliseEmail, normalisePhone } from './identity.ts';

export type ContactFilter = {
  email?: string | undefined;
  phone?: string | undefined;
  /** Part of a name, an email, a phone or a company, in any case. */
  q?: string | undefined;
  /** Inclusive. */
  updatedSince?: Date | undefined;
};

/**
 * One contact by its id. Written as a range in order, because only the primary key gives that
 * order: by plain equality, any index looks as good for a table that was empty when the
 * plan was made.
 */
export const CONTACT_READ: ReadPlan<Contact> = {
  name: 'contact',
  thing: 'Contact',
  columns: Object.fromEntries(CONTACT_FIELDS.map((field) => [field, field])) as Record<
    keyof Contact,
    string
  >,
  from: `
    FROM contact WHERE workspace_id = r.workspace_id AND id >= r.target AND id <= r.target
    ORDER BY id LIMIT 1`,
};

const columns = Prisma.raw(CONTACT_FIELDS.join(', '));

/** One contact for its workspace's members. */
export async function getContact(
  db: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<Contact> {
  const [contact] = await db.$queryRaw<Contact[]>`
    SELECT ${columns} FROM contact WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid`;
  if (!contact) throw notFound('Contact');
  return contact;
}

/** A page of contacts, newest first. */
export async function listContacts(
  db: Db,
  query: { workspaceId: string; filter: ContactFilter; limit: number; cursor?: string | undefined },
): Promise<Page<Contact>> {
  const { workspaceId, filter, limit, cursor } = query;
  const { email, phone, q, updatedSince } = filter;
  const conditions = [
    Prisma.sql`workspace_id = ${workspaceId}::uuid`,
    ...(cursor ? [Prisma.sql`id < ${decodeCursor(cursor)}::uuid`] : []),
    ...(email === undefined ? [] : [Prisma.sql`email = ${normaliseEmail(email)}`]),
    // A filter that is no phone number matches nothing, as any other unknown value.
    ...(phone === undefined ? [] : [Prisma.sql`phone = ${normalisePhone(phone) ?? ''}`]),
    ...(q === undefined ? [] : [matches(q)]),
    ...(updatedSince ? [Prisma.sql`updated_at >= ${updatedSince}`] : []),
  ];
  const rows = await db.$queryRaw<Contact[]>`
    SELECT ${columns} FROM contact WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY id DESC LIMIT ${limit + 1}`;
  return toPage(rows, limit);
}

function matches(q: string): Prisma.Sql {
  const pattern = likePattern(q);
  return Prisma.sql`concat_ws(' ', display_name, first_name, last_name, email, phone, company) ILIKE ${pattern}`;
}
