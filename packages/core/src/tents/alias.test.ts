import { describe, expect, test } from 'vitest';
import { aliasProblem, parseTentName, RESERVED_ALIASES } from './alias.ts';

describe('an alias', () => {
  test.each(['a', '0', 'spring-2026', 'a.b_c-d', 'x'.repeat(100), '/', 'apis'])(
    'may be %s',
    (alias) => expect(aliasProblem(alias)).toBeUndefined(),
  );

  test.each([
    '',
    'x'.repeat(101),
    'Spring',
    '-a',
    '.a',
    '_a',
    'a b',
    'a/b',
    'ä',
    'a\0',
    '//',
    '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10',
    '0199C6A2-7C1E-7D3A-9F0E-4B1F6A2D8C10',
    ...RESERVED_ALIASES,
  ])('may not be %j', (alias) => expect(aliasProblem(alias)).toEqual(expect.any(String)));
});

test.each([
  ['0199C6A2-7C1E-7D3A-9F0E-4B1F6A2D8C10', { id: '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10' }],
  ['__index__', { alias: '/' }],
  ['spring', { alias: 'spring' }],
  ['admin', undefined],
  ['No', undefined],
])('a path that says %s means %j', (name, meaning) => expect(parseTentName(name)).toEqual(meaning));
