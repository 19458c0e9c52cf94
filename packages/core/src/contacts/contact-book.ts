import { laterThan } from '../clock.ts';
import { newId } from '../ids.ts';
import { type Contact, newContact } from './contact.ts';
import type { CreateItem, DeleteItem, UpdateItem } from './contact-item.ts';

export type Verdict =
  | { status: 'accepted'; contact_id: string }
  | { status: 'rejected'; code: RejectionCode; message: string; contact_id?: string };

export type RejectionCode = 'invalid_item' | 'already_exists' | 'not_found' | 'ambiguous';

type Naming = {
  contact_id?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
};

/** What a book would have to change in the database to make it true. */
export type BookChanges = {
  /** Ids of rows that go, or that come back with another email or phone. */
  removed: string[];
  /** Rows that are new, or come back. */
  added: Contact[];
  /** Rows to overwrite: they keep id, email and phone. */
  changed: Contact[];
};

/**
 * The contacts of one workspace that a batch of items can touch, and the rules of matching
 * (README.md beside this file). Items are applied one after the other to the book; the database
 * gets the difference. It has to be filled with every contact that any of the items could
 * match, under a lock that keeps other writers of the workspace out.
 */
export class ContactBook {
  readonly #contacts = new Map<string, Contact>();
  readonly #byEmail = new Map<string, string>();
  readonly #byPhone = new Map<string, Set<string>>();
  readonly #original = new Map<string, Contact>();

  constructor(existing: readonly Contact[]) {
    for (const contact of existing) {
      this.#original.set(contact.id, contact);
      this.#put(contact);
    }
  }

  create(item: CreateItem, options: { at: Date; onConflict: 'reject' | 'update' }): Verdict {
    const email = item.email ?? null;
    const phone = item.phone ?? null;
    const match = (email && this.#withEmail(email)) || (phone && this.#aloneWithPhone(phone));
    const given = givenFields(item, { isNullGiven: false });
    if (match) {
      if (options.onConflict === 'update') {
        return this.#save({
          ...match,
          ...given,
          updated_at: laterThan(match.updated_at, options.at),
        });
      }
      return alreadyExists(match);
    }
    return this.#save({ ...newContact(newId(options.at), options.at), ...given });
  }

  update(item: UpdateItem, { at }: { at: Date }): Verdict {
    const named = this.#named(item);
    if ('status' in named) return named;
    const { email, ...given } = givenFields(item, { isNullGiven: true });
    // Only with contact_id can the email change: an empty column of an import that names its
    // contacts by phone must not clear it.
    const change = item.contact_id == null || email === undefined ? given : { ...given, email };
    return this.#save({ ...named, ...change, updated_at: laterThan(named.updated_at, at) });
  }

  delete(item: DeleteItem): Verdict {
    const named = this.#named(item);
    if ('status' in named) return named;
    this.#take(named);
    return { status: 'accepted', contact_id: named.id };
  }

  changes(): BookChanges {
    const changes: BookChanges = { removed: [], added: [], changed: [] };
    for (const id of this.#original.keys()) {
      if (!this.#contacts.has(id)) changes.removed.push(id);
    }
    for (const now of this.#contacts.values()) {
      const before = this.#original.get(now.id);
      if (before === now) continue;
      if (before?.email === now.email && before.phone === now.phone) {
        changes.changed.push(now);
        continue;
      }
      if (before) changes.removed.push(now.id);
      changes.added.push(now);
    }
    return changes;
  }

  /** Keeps the contact when nobody else has its email, or, without email, its phone. */
  #save(contact: Contact): Verdict {
    if (contact.email === null && contact.phone === null) {
      return rejected('invalid_item', 'A contact needs an email or a phone');
    }
    const owner = contact.email
      ? this.#withEmail(contact.email)
      : this.#aloneWithPhone(contact.phone ?? '');
    if (owner && owner.id !== contact.id) return alreadyExists(owner);

    const before = this.#contacts.get(contact.id);
    if (before) this.#take(before);
    this.#put(contact);
    return { status: 'accepted', contact_id: contact.id };
  }

  #named(item: Naming): Contact | Verdict {
    if (item.contact_id != null) {
      return this.#contacts.get(item.contact_id.toLowerCase()) ?? contactNotFound();
    }
    if (item.email) return this.#withEmail(item.email) ?? contactNotFound();
    return this.#namedByPhone(item.phone ?? '');
  }

  #namedByPhone(phone: string): Contact | Verdict {
    const alone = this.#aloneWithPhone(phone);
    if (alone) return alone;
    const [first, second] = this.#withPhone(phone);
    if (!first) return contactNotFound();
    if (second)
      return rejected(
        'ambiguous',
        'Several contacts have this phone; name one by contact_id or email',
      );
    return first;
  }

  #withEmail(email: string): Contact | undefined {
    const id = this.#byEmail.get(email);
    return id === undefined ? undefined : this.#contacts.get(id);
  }

  #withPhone(phone: string): Contact[] {
    const ids = this.#byPhone.get(phone) ?? [];
    return [...ids].flatMap((id) => this.#contacts.get(id) ?? []);
  }

  #aloneWithPhone(phone: string): Contact | undefined {
    return this.#withPhone(phone).find(({ email }) => email === null);
  }

  #put(contact: Contact): void {
    this.#contacts.set(contact.id, contact);
    if (contact.email) this.#byEmail.set(contact.email, contact.id);
    if (contact.phone) {
      const ids = this.#byPhone.get(contact.phone) ?? new Set();
      this.#byPhone.set(contact.phone, ids.add(contact.id));
    }
  }

  #take(contact: Contact): void {
    this.#contacts.delete(contact.id);
    if (contact.email) this.#byEmail.delete(contact.email);
    if (contact.phone) this.#byPhone.get(contact.phone)?.delete(contact.id);
  }
}

/** The contact's fields that an item gives: without its names for itself and for the contact. */
function givenFields(
  item: CreateItem | UpdateItem,
  { isNullGiven }: { isNullGiven: boolean },
): Partial<Contact> {
  const fields = Object.entries(item).filter(
    ([name, value]) =>
      name !== 'client_item_id' &&
      name !== 'contact_id' &&
      value !== undefined &&
      (isNullGiven || value !== null),
  );
  return Object.fromEntries(fields);
}

function alreadyExists(existing: Contact): Verdict {
  return {
    ...rejected('already_exists', 'A contact with this email or phone exists'),
    contact_id: existing.id,
  };
}

function contactNotFound(): Verdict {
  return rejected('not_found', 'No such contact');
}

function rejected(code: RejectionCode, message: string): Extract<Verdict, { status: 'rejected' }> {
  return { status: 'rejected', code, message };
}
