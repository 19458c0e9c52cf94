import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWaitingLine } from './waiting-line.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const refused: string[] = [];
  const line = createWaitingLine<{ name: string; reject(error: Error): void }>({
    entriesMax: 3,
    waitMsMax: 1_000,
  });
  return {
    refused,
    line,
    add: (...names: string[]) => {
      for (const name of names) line.add({ name, reject: () => refused.push(name) });
    },
    take: (count: number) => line.take(count).map(({ name }) => name),
  };
}

test('first come, first served', () => {
  const { add, take } = open();
  add('a', 'b', 'c');

  expect(take(2)).toEqual(['a', 'b']);
  expect(take(2)).toEqual(['c']);
  expect(take(2)).toEqual([]);
});

test('one too many is refused at once, and there is room again when others are taken', () => {
  const { add, take, refused } = open();
  add('a', 'b', 'c', 'd');
  expect(refused).toEqual(['d']);

  take(1);
  add('e');

  expect(refused).toEqual(['d']);
  expect(take(3)).toEqual(['b', 'c', 'e']);
});

test('whoever has waited for too long is refused, and only they', () => {
  const { add, take, refused } = open();
  add('a');
  vi.advanceTimersByTime(600);
  add('b');

  vi.advanceTimersByTime(400);
  expect(refused).toEqual(['a']);
  vi.advanceTimersByTime(599);
  expect(refused).toEqual(['a']);
  vi.advanceTimersByTime(1);
  expect(refused).toEqual(['a', 'b']);
  expect(take(3)).toEqual([]);
});

test('who was taken in time is not refused later', () => {
  const { add, take, refused } = open();
  add('a', 'b');
  vi.advanceTimersByTime(900);
  expect(take(1)).toEqual(['a']);

  vi.advanceTimersByTime(5_000);

  expect(refused).toEqual(['b']);
});

test('who comes later is refused later', () => {
  const { add, take, refused } = open();
  add('a');
  take(1);
  vi.advanceTimersByTime(900);
  add('b');

  vi.advanceTimersByTime(999);
  expect(refused).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(refused).toEqual(['b']);
  expect(vi.getTimerCount()).toBe(0);
});
