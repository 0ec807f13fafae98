import { expect, test } from 'vitest';
import { moveByKey } from '../../src/features/connections/keys';
import { drawnRows, scrollToShow } from '../../src/lib/windowing';

const viewport = { top: 0, height: 440, rowHeight: 44, count: 10_000 };

test('only what is seen is drawn, and a little more', () => {
  expect(drawnRows(viewport)).toEqual({ from: 0, to: 18 });
  expect(drawnRows({ ...viewport, top: 44_000 })).toEqual({ from: 992, to: 1018 });
});

test('the ends of the list are not passed', () => {
  expect(drawnRows({ ...viewport, count: 3 })).toEqual({ from: 0, to: 3 });
  expect(drawnRows({ ...viewport, count: 0 })).toEqual({ from: 0, to: 0 });
  expect(drawnRows({ ...viewport, top: 10_000_000 })).toEqual({ from: 10_000, to: 10_000 });
});

test('a row height that is not measured yet draws nothing', () => {
  expect(drawnRows({ ...viewport, rowHeight: 0 })).toEqual({ from: 0, to: 0 });
});

test('a row is scrolled into view from above and from below, and not moved when seen', () => {
  expect(scrollToShow(5, { ...viewport, top: 880 })).toBe(220);
  expect(scrollToShow(30, viewport)).toBe(924);
  expect(scrollToShow(3, { ...viewport, top: 44 })).toBe(44);
});

test('keys stay within the list', () => {
  expect(moveByKey('ArrowUp', 0, viewport)).toBe(0);
  expect(moveByKey('ArrowDown', 9999, viewport)).toBe(9999);
  expect(moveByKey('PageDown', 0, viewport)).toBe(9);
  expect(moveByKey('End', 0, viewport)).toBe(9999);
  expect(moveByKey('x', 0, viewport)).toBeNull();
});
