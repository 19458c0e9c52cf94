import { describe, expect, test } from 'vitest';
import { hasFilters, parseUsageSearch, usageQuestion } from './usage-search.ts';

const NOW = new Date('2026-03-15T12:34:56.789Z');

describe('parseUsageSearch', () => {
  test.each([
    ['nothing', {}, {}],
    ['one key', { key: 'k1' }, { key: ['k1'] }],
    ['many keys, each once', { key: ['k1', 'k2', 'k1'] }, { key: ['k1', 'k2'] }],
    ['a preset', { range: '7d' }, { range: '7d' }],
    ['a preset ignores stray ends', { range: '7d', from: '2026-01-01' }, { range: '7d' }],
    [
      'a custom range, brought to UTC',
      { range: 'custom', from: '2026-03-01T02:00:00+02:00', to: '2026-03-02T00:00:00Z' },
      { range: 'custom', from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
    ],
    ['a cursor', { cursor: 'abc' }, { cursor: 'abc' }],
  ])('reads %s', (_, search, parsed) => {
    expect(parseUsageSearch(search)).toEqual(parsed);
  });

  test.each([
    ['an unknown range', { range: 'forever' }, {}],
    ['ends without a custom range', { from: '2026-03-01', to: '2026-03-02' }, {}],
    ['instants that are none', { range: 'custom', from: 'soon', to: 'x' }, { range: 'custom' }],
    [
      'an end before the start',
      { range: 'custom', from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' },
      { range: 'custom', from: '2026-03-02T00:00:00.000Z' },
    ],
    ['a cursor that is no text', { cursor: ['a', 'b'] }, {}],
    ['a cursor of unlikely length', { cursor: 'a'.repeat(1_001) }, {}],
    ['keys that are no text', { key: [1, '', null] }, {}],
    ['unknown parameters', { utm_source: 'mail' }, {}],
  ])('leaves out %s', (_, search, parsed) => {
    expect(parseUsageSearch(search)).toEqual(parsed);
  });
});

describe('usageQuestion', () => {
  test('no filter asks for the newest page', () => {
    expect(usageQuestion('demo', {}, NOW)).toEqual({ workspace: 'demo', limit: 50 });
  });

  test('filters become ids and instants', () => {
    const search = { key: ['k1'], range: '24h', cursor: 'abc' } as const;

    expect(usageQuestion('demo', { ...search, key: [...search.key] }, NOW)).toEqual({
      workspace: 'demo',
      limit: 50,
      keyIds: ['k1'],
      cursor: 'abc',
      from: '2026-03-14T12:34:00.000Z',
    });
  });

  test('a custom range may be open at either end', () => {
    const to = '2026-03-02T00:00:00.000Z';

    expect(usageQuestion('demo', { range: 'custom', to }, NOW)).toMatchObject({ to });
  });
});

test('a page further back is not a filter', () => {
  expect(hasFilters({ cursor: 'abc' })).toBe(false);
  expect(hasFilters({ range: '7d' })).toBe(true);
});
