import type { UsageFilter } from '@tented/core';
import type { FilledLog } from './fill.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const status = (from: number, to = from) => ({ statuses: [{ from, to }] });

/** What people look for, common and rare, alone and together. */
export function filtersOf({ keyIds, to }: FilledLog): Record<string, UsageFilter> {
  const key = (n: number) => ({ keyIds: [keyIds[n - 1]!] });
  const daysAgo = (days: number) => new Date(to.getTime() - days * DAY_MS);
  return {
    'no filter': {},
    'a day, 40 days ago': { from: daysAgo(41), to: daysAgo(40) },
    'the busiest key (46 %)': key(1),
    'a rare key (0.2 %)': key(11),
    'a deleted key with 40 rows': key(12),
    'five keys': { keyIds: [1, 2, 3, 9, 12].map((n) => keyIds[n - 1]!) },
    'all keys': { keyIds },
    'status 200': status(200),
    'status 404 (3 %)': status(404),
    'status 503, 5 rows in all': status(503),
    'status 418, none': status(418),
    '2xx': status(200, 299),
    '4xx': status(400, 499),
    '5xx (0.02 %)': status(500, 599),
    'method GET': { methods: ['GET'] },
    'method DELETE (0.04 %)': { methods: ['DELETE'] },
    'method PATCH, none': { methods: ['PATCH'] },
    'cost credits (1.9 %)': { hasCredits: true },
    'path contains "contacts"': { path: 'contacts' },
    'path contains a part of an id': { path: 'a1b2c' },
    'path contains what no path has': { path: 'nowhere' },
    'busiest key and DELETE': { ...key(1), methods: ['DELETE'] },
    'rare key and 404': { ...key(11), ...status(404) },
    'third key and 5xx': { ...key(3), ...status(500, 599) },
    'deleted key and 4xx': { ...key(12), ...status(400, 499) },
    'DELETE and a part of a path': { methods: ['DELETE'], path: 'ab' },
    '5xx and a part of a path': { ...status(500, 599), path: 'credits' },
    'credits and a rare key': { hasCredits: true, ...key(9) },
    'credits and DELETE, never together': { hasCredits: true, methods: ['DELETE'] },
    'GET and 202, never together': { methods: ['GET'], ...status(202) },
  };
}

/** What a chart is asked for. */
export function chartsOf(log: FilledLog): Record<string, UsageFilter> {
  const { keyIds, to } = log;
  const since = (days: number) => new Date(to.getTime() - days * DAY_MS);
  return {
    'the whole log': {},
    '30 days': { from: since(30) },
    '7 days': { from: since(7) },
    '24 hours': { from: since(1) },
    'the whole log, 4xx': status(400, 499),
    'the whole log, one key': { keyIds: [keyIds[0]!] },
    'the whole log, what cost credits': { hasCredits: true },
    'the whole log, a part of a path': { path: 'nowhere' },
  };
}
