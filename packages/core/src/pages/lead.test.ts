import { expect, test } from 'vitest';
import { FormFields, isTrapped, toLead } from './lead.ts';

test('fields named like those of a contact are divided from the others', () => {
  expect(
    toLead({
      email: ' ada@example.com ',
      display_name: 'Ada',
      last_name: '',
      message: 'Hello',
      interests: ['a', 'b'],
      tent: 'x',
      website_url: ' ',
    }),
  ).toEqual({
    contact: { email: 'ada@example.com', display_name: 'Ada' },
    others: { message: 'Hello', interests: ['a', 'b'] },
  });
});

test.each([
  ['on', true],
  ['Yes', true],
  ['0', false],
  ['perhaps', 'perhaps'],
  [true, true],
])('a box that sends %j means %j', (sent, meant) => {
  expect(toLead({ unsubscribed: sent }).contact).toEqual({ unsubscribed: meant });
});

test('numbers arrive as text; what is no number stays to be refused', () => {
  expect(toLead({ tented_score: ' 4.5' }).contact).toEqual({ tented_score: 4.5 });
  expect(toLead({ tented_score: 'many' }).contact).toEqual({ tented_score: 'many' });
});

test('of a box and its hidden twin the last one counts', () => {
  expect(toLead({ marketing_email_subscribed: ['off', 'on'] }).contact).toEqual({
    marketing_email_subscribed: true,
  });
});

test('nobody gives a contact its id or its dates', () => {
  const fields = { id: 'x', created_at: '2020-01-01', updated_at: '2020-01-01' };
  expect(toLead(fields)).toEqual({ contact: {}, others: fields });
});

test('what the database cannot keep is taken out', () => {
  expect(toLead({ 'a\0': 'b\0', list: ['\ud800', 1] }).others).toEqual({
    a: 'b',
    list: ['\ufffd', 1],
  });
});

test.each([
  ['a list in a list', { a: [['b']] }],
  ['an object', { a: { b: 'c' } }],
  ['a text that is too long', { a: 'b'.repeat(10_001) }],
  ['a name that is too long', { ['a'.repeat(101)]: 'b' }],
  ['too many fields', Object.fromEntries(Array.from({ length: 101 }, (_, n) => [n, 'a']))],
  ['something deep', JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
  ['no fields at all', 'text'],
])('%s is no form', (_what, sent) => {
  expect(FormFields.safeParse(sent).success).toBe(false);
});

test('names that objects have by themselves are names like others', () => {
  const { contact, others } = toLead(JSON.parse('{"__proto__": "a", "constructor": "b"}'));

  expect(contact).toEqual({});
  expect(Object.entries(others)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test('whoever fills in what cannot be seen is a program', () => {
  expect(isTrapped({ website_url: 'https://example.com' })).toBe(true);
  expect(isTrapped({ website_url: '' })).toBe(false);
  expect(isTrapped({})).toBe(false);
});
