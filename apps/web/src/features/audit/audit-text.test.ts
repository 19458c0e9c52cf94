import { expect, test } from 'vitest';
import { parseAuditSearch } from './audit-search.ts';
import { actorOf, sentenceOf } from './audit-text.ts';

test.each([
  ['workspace.create', { name: 'Acme' }, 'Created the workspace “Acme”'],
  [
    'workspace.plan',
    { before: 'pro', after: 'max', from: '2026-11-13T09:00:00.000Z' },
    'Changed the plan from Pro to Max',
  ],
  [
    'workspace.plan',
    { before: 'max', after: 'pro', from: '2026-12-01T00:00:00.000Z' },
    'Changed the plan from Max to Pro, from 1 Dec 2026',
  ],
  [
    'workspace.plan',
    { before: 'max', after: 'max', takenBack: 'pro', from: '2026-11-13T09:00:00.000Z' },
    'Kept Max: the change to Pro was taken back',
  ],
  ['api_key.create', { name: 'CRM', expiresAt: null }, 'Created the key “CRM”'],
  ['api_key.rename', { before: 'A', after: 'B' }, 'Renamed the key “A” to “B”'],
  [
    'api_key.rotate',
    { name: 'CRM', grace: 'first_use' },
    'Rotated the key “CRM”: the old one worked until the first use of the new one',
  ],
  ['api_key.delete', {}, 'Deleted a key'],
  ['member.invite', { email: 'a@b.example', role: 'admin' }, 'Invited a@b.example as admin'],
  [
    'member.role',
    { name: '', email: 'a@b.example', before: 'viewer', after: 'owner' },
    'Changed a@b.example from viewer to owner',
  ],
  ['brand.update', { changed: ['domain', 'primaryColor'] }, 'Changed the brand: domain, colour'],
  ['brand.picture', { picture: 'logo', isRemoved: true }, 'Removed the logo'],
  ['something.new', {}, 'something.new'],
])('%s %j reads "%s"', (action, data, sentence) => {
  const createdAt = '2026-11-13T09:00:00.000Z';
  expect(sentenceOf({ action, data, createdAt })).toBe(sentence);
});

test.each([
  [{ actor: { name: 'Mira', email: 'm@x' }, isOperator: false }, 'Mira'],
  [{ actor: { name: '', email: 'm@x' }, isOperator: false }, 'm@x'],
  [{ actor: null, isOperator: true }, 'Operator'],
  [{ actor: null, isOperator: false }, 'Somebody who is gone'],
])('%j is told as "%s"', (entry, name) => {
  expect(actorOf(entry)).toBe(name);
});

test('the address holds a kind and a cursor that can be read', () => {
  expect(parseAuditSearch({ kind: 'member', cursor: 'abc' })).toEqual({
    kind: 'member',
    cursor: 'abc',
  });
  expect(parseAuditSearch({ kind: 'toString', cursor: ['x'] })).toEqual({});
});
