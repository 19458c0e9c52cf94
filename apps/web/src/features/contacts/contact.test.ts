import { expect, test } from 'vitest';
import { changesOf, type Contact, nameOf, typedFrom } from './contact.ts';

const ADA = {
  email: 'ada@example.com',
  phone: null,
  first_name: 'Ada',
  last_name: 'Lovelace',
  display_name: null,
  company: 'Engines',
} as Contact;

test('a contact is called by its name, or else by its address', () => {
  expect(nameOf(ADA)).toBe('Ada Lovelace');
  expect(nameOf({ ...ADA, display_name: 'Countess' })).toBe('Countess');
  expect(nameOf({ ...ADA, first_name: null, last_name: null })).toBe('ada@example.com');
});

test('only what was changed is sent, and what was emptied as null', () => {
  const typed = { ...typedFrom(ADA), company: ' ', city: ' London ' };

  expect(changesOf(ADA, typed)).toEqual({ company: null, city: 'London' });
  expect(changesOf(ADA, typedFrom(ADA))).toEqual({});
});

test('a new contact sends what was filled in', () => {
  expect(changesOf(null, { ...typedFrom(null), email: 'a@example.com' })).toEqual({
    email: 'a@example.com',
  });
});
