import { describe, expect, test } from 'vitest';
import { instantOf, pickerValueOf, presetRange } from './date-range.ts';

const NOW = new Date('2026-03-15T12:34:56.789Z');

describe('presets', () => {
  test.each([
    ['24h', '2026-03-14T12:34:00.000Z'],
    ['7d', '2026-03-08T12:34:00.000Z'],
    ['30d', '2026-02-13T12:34:00.000Z'],
  ] as const)('%s starts at %s and stays open at the end', (preset, from) => {
    expect(presetRange(preset, NOW)).toEqual({ from });
  });

  test("this month starts at midnight of the viewer's first", () => {
    const from = new Date(NOW.getFullYear(), NOW.getMonth(), 1).toISOString();

    expect(presetRange('month', NOW)).toEqual({ from });
  });

  test('asking twice within a minute is the same question', () => {
    const later = new Date('2026-03-15T12:34:59.999Z');

    expect(presetRange('24h', later)).toEqual(presetRange('24h', NOW));
  });
});

describe('picker values', () => {
  test('an instant survives the way through the picker', () => {
    const iso = '2026-03-15T12:34:56.000Z';

    expect(instantOf(pickerValueOf(iso))).toBe(iso);
  });

  test("are read in the viewer's zone", () => {
    expect(instantOf('2026-03-01 14:05:00')).toBe(new Date(2026, 2, 1, 14, 5).toISOString());
  });

  test.each([null, '', 'yesterday'])('%j is no instant', (value) => {
    expect(instantOf(value)).toBeUndefined();
  });
});
