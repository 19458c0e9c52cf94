import { expect, test } from 'vitest';
import { judge } from '../bench/bars.ts';
import type { Measured } from '../bench/measure.ts';
import { readOptions } from '../bench/options.ts';
import { type CellMedian, medianOf, placeReport } from '../bench/report.ts';

const figures = (requestsPerSecond: number, p50Ms = 1): Measured => ({
  answers: 1,
  wrong: 0,
  requestsPerSecond,
  p50Ms,
  p99Ms: 2,
  peakBytes: 1,
  cpuMicroseconds: 1,
});

const cell = (connections: number, workspaces = 1) =>
  ({ operation: 'get', connections, workspaces }) as const;

test('the round in the middle counts, whole', () => {
  const rounds = [figures(300, 3), figures(100, 1), figures(200, 2)];

  const { measured } = medianOf({ cell: cell(32), measured: new Map([['server', rounds]]) });

  expect(measured.get('server')).toBe(rounds[2]);
});

test('a bar is judged by the worst of its cells', () => {
  const result = (workspaces: number, ours: number): CellMedian => ({
    cell: cell(32, workspaces),
    measured: new Map([
      ['server', figures(ours)],
      ['usual', figures(100)],
    ]),
  });

  expect(judge([result(1, 1_300), result(1_000, 1_201)])).toEqual([
    'met    GET, requests/s ÷ usual build, 32 connections: 12.01 (bar: ≥ 12)',
  ]);
  expect(judge([result(1, 1_300), result(1_000, 1_199)])[0]).toMatch(/^missed .* 11\.99 /);
});

test('latency is judged the other way round, and only where both were measured', () => {
  const idle: CellMedian = {
    cell: cell(1),
    measured: new Map([
      ['server', figures(1, 4)],
      ['insert', figures(1, 1)],
    ]),
  };

  expect(judge([idle])).toEqual([
    'missed GET one at a time, p50 ÷ bare insert, 1 connection: 4.00 (bar: ≤ 3)',
  ]);
});

test('a report replaces the one before it and nothing else', () => {
  const document = 'Above.\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nBelow.';

  const once = placeReport(document, 'new');

  expect(once).toBe('Above.\n<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->\nBelow.');
  expect(placeReport(once, 'new')).toBe(once);
  expect(() => placeReport('No marks.', 'new')).toThrow('needs');
});

test('only a full and whole run writes the document, unless it is asked to', () => {
  expect(readOptions([]).isWritten).toBe(true);
  expect(readOptions(['--short']).isWritten).toBe(false);
  expect(readOptions(['--connections', '32']).isWritten).toBe(false);
  expect(readOptions(['--short', '--write']).isWritten).toBe(true);
  expect(() => readOptions(['--contestants', 'nobody'])).toThrow('Not one of');
});
