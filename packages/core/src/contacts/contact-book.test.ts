import { beforeEach, describe, expect, test } from 'vitest';
import { type Contact, newContact } from './contact.ts';
import { ContactBook } from './contact-book.ts';

const at = new Date('2026-03-13T15:40:00Z');
const earlier = new Date('2026-01-01T00:00:00Z');

const ADA = '0190c6a2-0000-7000-8000-000000000001';
const BOB = '0190c6a2-0000-7000-8000-000000000002';
const DESK = '0190c6a2-0000-7000-8000-000000000003';

let book: ContactBook;

beforeEach(() => {
  book = new ContactBook([
    contact(ADA, { email: 'ada@example.com', phone: '+4930111' }),
    contact(BOB, { email: 'bob@example.com', phone: '+4930111' }),
    contact(DESK, { phone: '+4930222' }),
  ]);
});

function contact(id: string, fields: Partial<Contact>): Contact {
  return { ...newContact(id, earlier), ...fields };
}

function only(saved: Contact[]): Contact {
  expect(saved).toHaveLength(1);
  return saved[0]!;
}

describe('create', () => {
  const reject = { at, onConflict: 'reject' } as const;

  test('a new email makes a contact', () => {
    const verdict = book.create({ email: 'eve@example.com', first_name: 'Eve' }, reject);

    expect(verdict.status).toBe('accepted');
    expect(only(book.changes().added)).toMatchObject({
      email: 'eve@example.com',
      first_name: 'Eve',
      unsubscribed: false,
      company: null,
      created_at: at,
    });
  });

  test('an email belongs to one contact', () => {
    const verdict = book.create({ email: 'ada@example.com' }, reject);

    expect(verdict).toMatchObject({ status: 'rejected', code: 'already_exists', contact_id: ADA });
    expect(book.changes()).toEqual({ removed: [], added: [], changed: [] });
  });

  test('a phone belongs to one contact among those without email', () => {
    expect(book.create({ phone: '+4930222' }, reject)).toMatchObject({
      code: 'already_exists',
      contact_id: DESK,
    });
    expect(book.create({ email: 'eve@example.com', phone: '+4930111' }, reject).status).toBe(
      'accepted',
    );
    expect(book.create({ phone: '+4930111' }, reject).status).toBe('accepted');
    expect(book.create({ phone: '+4930111' }, reject)).toMatchObject({ code: 'already_exists' });
  });

  test('where the email is new, a contact without email that has the phone is the match', () => {
    const verdict = book.create({ email: 'desk@example.com', phone: '+4930222' }, reject);

    expect(verdict).toMatchObject({ code: 'already_exists', contact_id: DESK });
  });

  test('on_conflict update changes the match; null means left out', () => {
    const verdict = book.create(
      { email: 'ada@example.com', company: 'Engines', phone: null },
      { at, onConflict: 'update' },
    );

    expect(verdict).toEqual({ status: 'accepted', contact_id: ADA });
    expect(only(book.changes().changed)).toMatchObject({
      id: ADA,
      company: 'Engines',
      phone: '+4930111',
      created_at: earlier,
      updated_at: at,
    });
  });

  test('the same email twice in one batch: the second sees the first', () => {
    const first = book.create({ email: 'eve@example.com' }, reject);
    const second = book.create({ email: 'eve@example.com' }, reject);

    expect(first.status).toBe('accepted');
    expect(second).toMatchObject({ code: 'already_exists' });
  });
});

describe('update', () => {
  test('left out = unchanged, null = cleared', () => {
    book.update({ contact_id: ADA, phone: null, company: 'Engines' }, { at });

    expect(only(book.changes().added)).toMatchObject({
      email: 'ada@example.com',
      phone: null,
      company: 'Engines',
    });
  });

  test('named by email, a phone beside it is set', () => {
    expect(book.update({ email: 'ada@example.com', phone: '+4930999' }, { at })).toEqual({
      status: 'accepted',
      contact_id: ADA,
    });
    expect(only(book.changes().added)).toMatchObject({ phone: '+4930999' });
  });

  test('named by phone, an email beside it changes nothing', () => {
    book.delete({ contact_id: BOB });

    expect(book.update({ phone: '+4930111', email: null, company: 'A' }, { at })).toMatchObject({
      contact_id: ADA,
    });
    expect(only(book.changes().changed)).toMatchObject({ email: 'ada@example.com', company: 'A' });
  });

  test('a moment of change goes forward, whatever the clock says', () => {
    book.update({ contact_id: ADA, company: 'A' }, { at: new Date(0) });

    expect(only(book.changes().changed).updated_at.getTime()).toBe(earlier.getTime() + 1);
  });

  test('named by contact_id, email and phone can change, but not to what others have', () => {
    const taken = book.update({ contact_id: ADA, email: 'bob@example.com' }, { at });
    const free = book.update({ contact_id: ADA, email: 'countess@example.com' }, { at });

    expect(taken).toMatchObject({ code: 'already_exists', contact_id: BOB });
    expect(free.status).toBe('accepted');
    expect(book.changes().removed).toEqual([ADA]);
  });

  test('a contact keeps an email or a phone', () => {
    expect(book.update({ contact_id: DESK, phone: null }, { at })).toMatchObject({
      code: 'invalid_item',
    });
  });

  test('clearing an email may collide with the contact that has the phone alone', () => {
    book.create({ phone: '+4930111' }, { at, onConflict: 'reject' });

    expect(book.update({ contact_id: ADA, email: null }, { at })).toMatchObject({
      code: 'already_exists',
    });
  });

  test('named by phone: the contact without email, else the only one, else ambiguous', () => {
    expect(book.update({ phone: '+4930222', company: 'Desk' }, { at })).toMatchObject({
      contact_id: DESK,
    });
    expect(book.update({ phone: '+4930111' }, { at })).toMatchObject({ code: 'ambiguous' });
    book.delete({ contact_id: BOB });
    expect(book.update({ phone: '+4930111' }, { at })).toMatchObject({ contact_id: ADA });
    expect(book.update({ phone: '+4930000' }, { at })).toMatchObject({ code: 'not_found' });
  });

  test('two contacts can exchange emails through a third', () => {
    book.update({ contact_id: ADA, email: 'free@example.com' }, { at });
    book.update({ contact_id: BOB, email: 'ada@example.com' }, { at });
    book.update({ contact_id: ADA, email: 'bob@example.com' }, { at });

    const { removed, added } = book.changes();
    expect(removed.toSorted()).toEqual([ADA, BOB]);
    expect(added.map(({ id, email }) => [id, email]).toSorted()).toEqual([
      [ADA, 'bob@example.com'],
      [BOB, 'ada@example.com'],
    ]);
  });
});

describe('delete', () => {
  test('a deleted contact is gone for the items after it', () => {
    expect(book.delete({ email: 'ada@example.com' })).toEqual({
      status: 'accepted',
      contact_id: ADA,
    });
    expect(book.delete({ contact_id: ADA })).toMatchObject({ code: 'not_found' });
    expect(book.create({ email: 'ada@example.com' }, { at, onConflict: 'reject' }).status).toBe(
      'accepted',
    );
    expect(book.changes().removed).toEqual([ADA]);
  });

  test('created and deleted in one batch leaves nothing to do', () => {
    book.create({ email: 'eve@example.com' }, { at, onConflict: 'reject' });
    book.delete({ email: 'eve@example.com' });

    expect(book.changes()).toEqual({ removed: [], added: [], changed: [] });
  });
});
