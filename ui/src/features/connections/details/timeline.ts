import type { TestView } from '../../../backend/generated';
import { lookOf } from '../health';

/** How a bar is drawn: its shape says the same as its colour. */
export type BarKind = 'working' | 'passing' | 'failing';

/** One test of the picture. */
export interface Bar {
  test: TestView;
  kind: BarKind;
  /** From 0 to 1. */
  height: number;
}

/** How many tests fit into the picture. */
export const mostBars = 40;

/** The scale ends at one of these, in milliseconds. */
const scales = [250, 500, 1000, 2000, 5000, 10_000];

export function kindOf({ found: { group } }: TestView): BarKind {
  if (group === 'working') return 'working';
  return lookOf(group).tone === 'status--wait' ? 'passing' : 'failing';
}

/** The value in the middle. */
export function median(values: number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** The last tests, the oldest first, and the response time at full height. Only working tests say how fast the org is. */
export function picture(tests: TestView[]): { bars: Bar[]; scale: number } {
  const shown = tests.slice(0, mostBars).reverse();
  const slowest = Math.max(0, ...shown.filter((test) => kindOf(test) === 'working').map((test) => test.milliseconds));
  const scale = scales.find((each) => each >= slowest) ?? 10_000;
  const bars = shown.map((test) => {
    const kind = kindOf(test);
    const height = kind === 'working' ? Math.max(0.06, Math.min(1, test.milliseconds / scale)) : 1;
    return { test, kind, height };
  });
  return { bars, scale };
}
