import { describe, expect, test } from 'vitest';
import { age, duration, minutesAndSeconds, relative } from '../../src/lib/time';

const now = Date.parse('2026-11-20T12:00:00Z');
const before = (milliseconds: number) => new Date(now - milliseconds).toISOString();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('a relative time', () => {
  test.each([
    [10_000, 'just now'],
    [4 * minute, '4 min ago'],
    [90 * minute, '1 h ago'],
    [3 * day, '3 d ago'],
    [13 * day, '13 d ago'],
    [35 * day, '5 wk ago'],
    [240 * day, '7 mo ago'],
    [400 * day, '1 y ago'],
  ])('%i ms ago reads %s', (passed, words) => {
    expect(relative(before(passed), now)).toBe(words);
  });

  test('says when something lies ahead', () => {
    expect(relative(before(-2 * hour), now)).toBe('in 2 h');
  });

  test.each([
    [14 * day - 1000, 'in 14 d'],
    [2 * hour - minute, 'in 2 h'],
    [365 * day - hour, 'in 12 mo'],
    [90 * 1000, 'in 2 min'],
  ])('what is %i ms ahead is told to the nearest unit: %s', (left, words) => {
    expect(relative(before(-left), now)).toBe(words);
  });
});

test('an age leaves out "ago"', () => {
  expect(age(before(4 * minute), now)).toBe('4 min');
  expect(age(before(4000), now)).toBe('just now');
});

test('a clock that was set back does not make durations negative', () => {
  expect(duration(-5000)).toBe('0 s');
});

test('a countdown shows minutes and seconds', () => {
  expect(minutesAndSeconds(245)).toBe('4:05');
  expect(minutesAndSeconds(0.2)).toBe('0:01');
  expect(minutesAndSeconds(-3)).toBe('0:00');
});
