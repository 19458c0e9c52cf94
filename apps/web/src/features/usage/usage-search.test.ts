import { describe, expect, test } from 'vitest';
import { exportAddress, hasFilters, parseUsageSearch, usageQuestion } from './usage-search.ts';

const NOW = new Date('2026-03-15T12:34:56.789Z');
const K1 = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';
const K2 = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c11';

describe('parseUsageSearch', () => {
  test.each([
    ['nothing', {}, {}],
    ['one key', { key: K1 }, { key: [K1] }],
    ['many keys, each once', { key: [K1, K2, K1] }, { key: [K1, K2] }],
    ['a preset', { range: '7d' }, { range: '7d' }],
    ['a preset ignores stray ends', { range: '7d', from: '2026-01-01' }, { range: '7d' }],
    [
      'a custom range, brought to UTC',
      { range: 'custom', from: '2026-03-01T02:00:00+02:00', to: '2026-03-02T00:00:00Z' },
      { range: 'custom', from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
    ],
    ['statuses and classes', { status: ['404', '5xx'] }, { status: ['404', '5xx'] }],
    ['methods, in their usual order', { method: ['DELETE', 'GET'] }, { method: ['GET', 'DELETE'] }],
    ['a part of a path', { path: 'tents/' }, { path: 'tents/' }],
    ['only what cost credits', { credits: 'charged' }, { credits: 'charged' }],
    ['the open request', { request: K1 }, { request: K1 }],
    ['live mode', { live: 'on' }, { live: 'on' }],
  ])('reads %s', (_, search, parsed) => {
    expect(parseUsageSearch(search)).toEqual(parsed);
  });

  test.each([
    ['an unknown range', { range: 'forever' }, {}],
    ['ends without a custom range', { from: '2026-03-01', to: '2026-03-02' }, {}],
    ['instants that are none', { range: 'custom', from: 'soon', to: 'x' }, { range: 'custom' }],
    ['instants out of range', { range: 'custom', from: '+020000-01-01' }, { range: 'custom' }],
    [
      'an end before the start',
      { range: 'custom', from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' },
      { range: 'custom', from: '2026-03-02T00:00:00.000Z' },
    ],
    ['keys that are none', { key: [1, '', null, 'k1'] }, {}],
    ['statuses that are none', { status: ['6xx', '99', 'ok', '4'] }, {}],
    ['methods that are none', { method: 'FETCH' }, {}],
    ['a path of unlikely length', { path: 'a'.repeat(201) }, {}],
    ['a request that is none', { request: 'x' }, {}],
    ['unknown parameters', { utm_source: 'mail', cursor: 'abc' }, {}],
  ])('leaves out %s', (_, search, parsed) => {
    expect(parseUsageSearch(search)).toEqual(parsed);
  });
});

describe('usageQuestion', () => {
  test('no filter asks for everything', () => {
    expect(usageQuestion('demo', { request: K1, live: 'on' }, NOW)).toEqual({ workspace: 'demo' });
  });

  test('filters become ids and instants', () => {
    const search = parseUsageSearch({
      key: K1,
      range: '24h',
      status: '4xx',
      method: 'POST',
      path: 'tents',
      credits: 'charged',
    });

    expect(usageQuestion('demo', search, NOW)).toEqual({
      workspace: 'demo',
      keyIds: [K1],
      from: '2026-03-14T12:34:00.000Z',
      statuses: ['4xx'],
      methods: ['POST'],
      path: 'tents',
      hasCredits: true,
    });
  });

  test('a custom range may be open at either end', () => {
    const to = '2026-03-02T00:00:00.000Z';

    expect(usageQuestion('demo', { range: 'custom', to }, NOW)).toMatchObject({ to });
  });
});

test('the file has the same filters as the page', () => {
  const search = parseUsageSearch({
    key: [K1, K2],
    status: '404',
    path: 'a b&c',
    credits: 'charged',
    range: 'custom',
    from: '2026-03-01T00:00:00.000Z',
  });

  const address = new URL(exportAddress(usageQuestion('demo', search, NOW)), 'http://localhost');

  expect(address.pathname).toBe('/api/workspaces/demo/usage.csv');
  expect([...address.searchParams]).toEqual([
    ['key', K1],
    ['key', K2],
    ['status', '404'],
    ['path', 'a b&c'],
    ['credits', 'charged'],
    ['from', '2026-03-01T00:00:00.000Z'],
  ]);
  expect(exportAddress({ workspace: 'demo' })).toBe('/api/workspaces/demo/usage.csv');
});

test('an open request and live mode are no filters', () => {
  expect(hasFilters({ request: K1, live: 'on' })).toBe(false);
  expect(hasFilters({ range: '7d' })).toBe(true);
});
