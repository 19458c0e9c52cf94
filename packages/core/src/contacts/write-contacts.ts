import type { SqlTx } from '@tented/db';
import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Issue } from '../errors.ts';
import { issuesOf } from '../issues.ts';
import type { Perform } from '../usage/write-request.ts';
import { type Contact, CONTACT_FIELDS } from './contact.ts';
import { ContactBook, type RejectionCode, type Verdict } from './contact-book.ts';
import { CreateItem, DeleteItem, UpdateItem } from './contact-item.ts';
import { PairList } from './pair-list.ts';
import { saveBooks } from './save-books.ts';

/** What a caller asks for; items are still as they came, each is judged on its own. */
export type ContactsInput =
  | { kind: 'create'; items: unknown[]; onConflict: 'reject' | 'update' }
  | { kind: 'update'; items: unknown[] }
  | { kind: 'delete'; items: unknown[] };

export type ItemResult = { index: number; client_item_id?: string } & (
  | { status: 'accepted'; contact_id: string }
  | {
      status: 'rejected';
      contact_id?: string;
      error: { code: RejectionCode; message: string; issues?: Issue[] };
    }
);

export type ContactsOutput = { accepted: number; rejected: number; results: ItemResult[] };

/** A request of whoever may write to the workspace; a metered one is such a request. */
export type ContactsRequest = { caller: Pick<Caller, 'workspaceId'>; input: ContactsInput };
type ParsedItem = { clientItemId: string | undefined } & (
  | { item: CreateItem | UpdateItem | DeleteItem }
  | { issues: Issue[] }
);

/** What a batch of public requests does. */
export const writeContacts: Perform<ContactsInput, ContactsOutput> = async (tx, requests) => {
  const found = await findContacts(tx, requests);
  return async (admitted, clock) => {
    const { outputs, sent } = changeContacts(tx, { found, requests: admitted, clock });
    return { outcomes: outputs.map((output) => ({ output })), sent };
  };
};

/** The same for a request of a member. */
export async function applyContacts(
  tx: SqlTx,
  requests: readonly ContactsRequest[],
  clock: Clock,
): Promise<ContactsOutput[]> {
  const found = await findContacts(tx, requests);
  const { outputs, sent } = changeContacts(tx, { found, requests, clock });
  await sent;
  return outputs;
}

/** What requests ask for, item by item, and the contacts that can matter for it. */
type Found = { parsed: Map<ContactsRequest, ParsedItem[]>; books: Map<string, ContactBook> };

/**
 * Writers of one workspace take turns (an advisory lock, in the order of ids), so that matching
 * sees everything that was committed before, and nothing can come between it and the write.
 */
async function findContacts(tx: SqlTx, requests: readonly ContactsRequest[]): Promise<Found> {
  const parsed = new Map(
    requests.map((request) => {
      const { kind, items } = request.input;
      return [request, items.map((item) => parseItem(kind, item))];
    }),
  );
  const workspaces = [...new Set(requests.map(({ caller }) => caller.workspaceId))].toSorted();
  const [, contacts] = await Promise.all([
    tx.query({ ...LOCK_WORKSPACES, values: [workspaces] }),
    loadCandidates(tx, parsed),
  ]);
  const books = new Map(workspaces.map((id) => [id, new ContactBook(contacts.get(id) ?? [])]));
  return { parsed, books };
}

/** Applies the items, one result for each in its order, and sends what they change. */
function changeContacts(
  tx: SqlTx,
  change: { found: Found; requests: readonly ContactsRequest[]; clock: Clock },
): { outputs: ContactsOutput[]; sent: Promise<unknown> } {
  const { found, requests, clock } = change;
  // Read under the lock: whoever asks for what was updated since the newest moment they have
  // seen must not miss a change of a request that came earlier and waited longer.
  const at = clock();
  const outputs = requests.map((request) => {
    const { caller, input } = request;
    const book = found.books.get(caller.workspaceId)!;
    return applyItems({ book, input, at }, found.parsed.get(request)!);
  });
  return { outputs, sent: saveBooks(tx, found.books) };
}

const SCHEMA_OF = { create: CreateItem, update: UpdateItem, delete: DeleteItem } as const;

function parseItem(kind: ContactsInput['kind'], item: unknown): ParsedItem {
  const schema: z.ZodType<CreateItem | UpdateItem | DeleteItem> = SCHEMA_OF[kind];
  const parsed = schema.safeParse(item);
  const clientItemId = clientItemIdOf(item);
  if (parsed.success) return { clientItemId, item: parsed.data };
  return { clientItemId, issues: issuesOf(parsed.error) };
}

/** The caller's id of an item, also of one that is otherwise invalid. */
function clientItemIdOf(item: unknown): string | undefined {
  const id =
    typeof item === 'object' && item !== null && 'client_item_id' in item
      ? item.client_item_id
      : undefined;
  return typeof id === 'string' ? id : undefined;
}

type Target = { book: ContactBook; input: ContactsInput; at: Date };

function applyItems(target: Target, items: ParsedItem[]): ContactsOutput {
  const results = items.map((parsed, index): ItemResult => {
    const named = {
      index,
      ...(parsed.clientItemId === undefined ? {} : { client_item_id: parsed.clientItemId }),
    };
    if ('issues' in parsed) {
      const message = parsed.issues[0]?.message ?? 'Invalid item';
      return {
        ...named,
        status: 'rejected',
        error: { code: 'invalid_item', message, issues: parsed.issues },
      };
    }
    const verdict = applyItem(target, parsed.item);
    if (verdict.status === 'accepted') return { ...named, ...verdict };
    const { code, message, ...rest } = verdict;
    return { ...named, ...rest, error: { code, message } };
  });
  const accepted = results.filter(({ status }) => status === 'accepted').length;
  return { accepted, rejected: results.length - accepted, results };
}

function applyItem(
  { book, input, at }: Target,
  item: CreateItem | UpdateItem | DeleteItem,
): Verdict {
  switch (input.kind) {
    case 'create':
      return book.create(item, { at, onConflict: input.onConflict });
    case 'update':
      return book.update(item, { at });
    case 'delete':
      return book.delete(item);
  }
}

const LOCK_WORKSPACES = {
  name: 'lock-contacts',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('contacts:' || id, 0))
         FROM (SELECT id FROM unnest($1::text[]) AS id ORDER BY id OFFSET 0) AS ordered`,
};

/** Every contact that the items name or could collide with, by workspace. */
async function loadCandidates(tx: SqlTx, parsed: Found['parsed']): Promise<Map<string, Contact[]>> {
  const wanted = {
    id: new PairList(),
    email: new PairList(),
    phone: new PairList(),
    named: new PairList(),
  };
  let items = 0;
  for (const [request, entries] of parsed) {
    const { workspaceId } = request.caller;
    for (const entry of entries) {
      if (!('item' in entry)) continue;
      const { email, phone } = entry.item;
      const id = 'contact_id' in entry.item ? entry.item.contact_id : undefined;
      items += 1;
      wanted.id.add(workspaceId, id);
      wanted.email.add(workspaceId, email);
      wanted.phone.add(workspaceId, phone);
      // Only where a phone is all there is to name a contact do those with an email count.
      if (request.input.kind !== 'create' && id == null && email == null)
        wanted.named.add(workspaceId, phone);
    }
  }
  const matched = [...wanted.email.parameters(), ...wanted.phone.parameters()];
  const isNewOnly = [...parsed.keys()].every(({ input }) => input.kind === 'create');
  const { rows } = await tx.query<Contact & { workspace_id: string }>(
    isNewOnly
      ? { ...LOAD_MATCHES, values: matched }
      : {
          ...LOAD_CANDIDATES,
          values: [
            ...matched,
            ...wanted.id.parameters(),
            ...wanted.named.parameters(),
            // One more than could be deleted before it is asked whether there are several.
            items + 2,
          ],
        },
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const contacts = new Map<string, Contact[]>();
  for (const { workspace_id, ...contact } of byId.values()) {
    const known = contacts.get(workspace_id);
    if (known) known.push(contact);
    else contacts.set(workspace_id, [contact]);
  }
  return contacts;
}

const columns = CONTACT_FIELDS.map((field) => `c.${field}`).join(', ');

/**
 * The contacts of `wanted` (workspace_id, value) whose `field` has that value. Written as a
 * range in order, because only the index on (workspace_id, field) gives that order, and
 * sorting is switched off for these connections: by plain equality, any index of a table
 * that was empty when the plan was made looks as good.
 */
function findBy(
  field: 'id' | 'email' | 'phone',
  {
    wanted,
    condition = 'true',
    limit = '1',
  }: { wanted: string; condition?: string; limit?: string },
): string {
  return `
    SELECT c.workspace_id, ${columns} FROM ${wanted} AS n (workspace_id, value),
      LATERAL (SELECT * FROM contact
               WHERE workspace_id = n.workspace_id AND ${field} >= n.value AND ${field} <= n.value
                 AND ${condition}
               ORDER BY ${field} LIMIT ${limit}) AS c`;
}

const MATCHES = `
      ${findBy('email', { wanted: 'unnest($1::uuid[], $2::text[])' })}
      UNION ALL ${findBy('phone', { wanted: 'unnest($3::uuid[], $4::text[])', condition: 'email IS NULL' })}`;

/** For batches that only create: a new contact names nobody, and takes nobody's email away. */
const LOAD_MATCHES = { name: 'load-matching-contacts', text: MATCHES };

// By phone alone only contacts without email are looked for: any number of contacts may share
// a switchboard's. The last step finds those that share a phone with one that is named:
// clearing its email would make it collide with them. A contact may come more than once.
const LOAD_CANDIDATES = {
  name: 'load-contacts',
  text: `
    WITH named AS (
      ${MATCHES}
      UNION ALL ${findBy('id', { wanted: 'unnest($5::uuid[], $6::uuid[])' })}
      UNION ALL ${findBy('phone', { wanted: 'unnest($7::uuid[], $8::text[])', limit: '$9' })}
    )
    SELECT * FROM named
    UNION ALL ${findBy('phone', { wanted: '(SELECT DISTINCT workspace_id, phone FROM named WHERE email IS NOT NULL)', condition: 'email IS NULL' })}`,
};
