import type { DifferenceLineView } from '../backend/generated';

/** A piece of a difference: lines to show, or so many unchanged ones that are left out. */
export type Hunk = { kind: 'lines'; lines: DifferenceLineView[] } | { kind: 'left out'; count: number };

/** Unchanged lines that are shown before and after a changed one. */
const around = 3;

/** Leaves out the unchanged lines that are far from every change. */
export function hunksOf(difference: readonly DifferenceLineView[]): Hunk[] {
  const near = difference.map((_, index) =>
    difference.slice(Math.max(0, index - around), index + around + 1).some(({ change }) => change !== 'same'),
  );
  const hunks: Hunk[] = [];
  difference.forEach((line, index) => {
    const last = hunks.at(-1);
    if (near[index]) {
      if (last?.kind === 'lines') last.lines.push(line);
      else hunks.push({ kind: 'lines', lines: [line] });
    } else if (last?.kind === 'left out') last.count += 1;
    else hunks.push({ kind: 'left out', count: 1 });
  });
  return hunks;
}

/** How many lines come, and how many go. */
export function extentOf(difference: readonly DifferenceLineView[]): { added: number; removed: number } {
  const count = (change: DifferenceLineView['change']) => difference.filter((line) => line.change === change).length;
  return { added: count('added'), removed: count('removed') };
}
