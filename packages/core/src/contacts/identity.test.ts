import { expect, test } from 'vitest';
import { normaliseEmail, normalisePhone } from './identity.ts';

test('an email is compared without blanks and case', () => {
  expect(normaliseEmail('  Ada@Example.COM ')).toBe('ada@example.com');
});

test.each([
  ['+49 30 1234567', '+49301234567'],
  ['+49 (0)30 1234567', '+49301234567'],
  ['0049 30 1234567', '+49301234567'],
  ['(0049) 30 1234567', '+49301234567'],
  ['(+49) 30 1234567', '+49301234567'],
  ['+1 (415) 555-0100', '+14155550100'],
  ['+15550000001', '+15550000001'],
  ['(415) 555-0100', '4155550100'],
  ['030/1234567', '0301234567'],
])('%s is kept as %s', (phone, expected) => {
  expect(normalisePhone(phone)).toBe(expected);
});

test.each([
  '',
  '   ',
  'call me',
  '12',
  '+',
  '+0123456',
  '1+2345678',
  '+1234567890123456',
  '555-CALL',
])('%j is no phone number', (phone) => {
  expect(normalisePhone(phone)).toBeNull();
});
