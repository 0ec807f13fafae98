import { expect, test } from 'vitest';
import type { DifferenceLineView } from '../../src/backend/generated';
import { extentOf, hunksOf } from '../../src/lib/hunks';

const same = (count: number): DifferenceLineView[] =>
  Array.from({ length: count }, (_, index) => ({ change: 'same', text: `line ${index}` }));
const added: DifferenceLineView = { change: 'added', text: 'new' };
const removed: DifferenceLineView = { change: 'removed', text: 'old' };

test('only lines near a change are shown, and the others are counted', () => {
  const hunks = hunksOf([...same(10), removed, added, ...same(5)]);
  expect(hunks.map((hunk) => (hunk.kind === 'lines' ? hunk.lines.length : -hunk.count))).toEqual([-7, 8, -2]);
});

test('changes that are close stand in one piece', () => {
  expect(hunksOf([added, ...same(6), removed])).toHaveLength(1);
  expect(hunksOf([added, ...same(7), removed])).toHaveLength(3);
});

test('every line is shown or counted', () => {
  const difference = [...same(4), added, ...same(20), removed, ...same(1)];
  const total = hunksOf(difference).reduce(
    (sum, hunk) => sum + (hunk.kind === 'lines' ? hunk.lines.length : hunk.count),
    0,
  );
  expect(total).toBe(difference.length);
});

test('a difference says how much comes and goes', () => {
  expect(extentOf([added, ...same(2), removed, added])).toEqual({ added: 2, removed: 1 });
});
