import type { Random } from './random.ts';

/** Texts that have broken programs before. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00\ud800',
  '\u202e\u2066',
  '😀'.repeat(50),
  'é'.normalize('NFD'),
  '\\u0000',
  '\\ud800',
  "'; DROP TABLE contact; --",
  '%00',
  '%E0%A4%A',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return process")()}}',
  '${7*7}',
  '=cmd|"/c calc"!A1',
  '\r\nSet-Cookie: a=b',
  '9'.repeat(400),
  'x'.repeat(12_000),
  'NaN',
  'null',
  'true',
  '-1',
  '1e999',
  '0x10',
  '2026-02-30',
  '9999-12-31T23:59:59.999Z',
  '0000-00-00',
  '+49 (0) 30 / 12 34',
  'a@b',
  'ﬀ@ex­ample.com',
  '00000000-0000-0000-0000-000000000000',
  '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  'tpl_7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
];

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  -0,
  [],
  {},
  [[[[]]]],
  [null],
  { __proto__: null },
  { toString: 1 },
  { length: 1e9 },
];

export const hostileText = (random: Random): string => random.pick(TEXTS);

export function hostileValue(random: Random): unknown {
  if (random.chance(0.5)) return hostileText(random);
  if (random.chance(0.1)) return nested(random.int(10, 2_000));
  return random.pick(VALUES);
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Bodies that are no JSON, or more than one can bear. */
export function hostileBody(random: Random): string {
  return random.pick([
    '{',
    '[',
    '{"items":',
    '{"items":[{"email":"a@example.com"}]}}',
    '{"a":1,"a":2}',
    '\u{feff}{}',
    '{"items":[1e99999]}',
    '{"__proto__":{"items":[]}}',
    '{"constructor":{"prototype":{}}}',
    '"text"',
    'null',
    '0',
    'undefined',
    '{"items":"\\ud800"}',
    "{'items':[]}",
    `{"items":[${'{},'.repeat(40_000)}{}]}`,
    '['.repeat(20_000),
    'a'.repeat(random.int(1, 1_200_000)),
  ]);
}
