/** What of a long list is on screen. */
export interface Viewport {
  /** How far it is scrolled, in pixels. */
  top: number;
  /** How much is seen, in pixels. */
  height: number;
  rowHeight: number;
  count: number;
}

/** The height of a row of a long list in rem; the same as `--row-height`. */
const rowHeightRem = 2.75;

/** The height of a row in pixels, as large as the person has set text. */
export function rowHeight(): number {
  return rowHeightRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Rows above and below the seen ones that are drawn too, so that a fast scroll shows no gap. */
const margin = 8;

/**
 * How much of a list is seen, in pixels, below a head that stays. Both are told by the browser after it has laid out the
 * page; asked before, it would have to lay out a page that is half drawn. Until then as many rows are drawn, with the
 * margin, as the whole window could show.
 */
export function seenHeight(list: DOMRectReadOnly | undefined, head: ResizeObserverSize[] | undefined): number {
  return list ? list.height - (head?.[0]?.blockSize ?? 0) : window.innerHeight - margin * rowHeight();
}

/** The rows to draw, from `from` up to but not including `to`. */
export function drawnRows({ top, height, rowHeight, count }: Viewport): { from: number; to: number } {
  if (rowHeight <= 0) return { from: 0, to: 0 };
  const first = Math.floor(top / rowHeight) - margin;
  const last = Math.ceil((top + height) / rowHeight) + margin;
  return { from: Math.min(Math.max(0, first), count), to: Math.max(0, Math.min(count, last)) };
}

/** Where to scroll so that a row is seen whole; where it is already, nothing moves. */
export function scrollToShow(index: number, { top, height, rowHeight }: Viewport): number {
  const start = index * rowHeight;
  if (start < top) return start;
  return Math.max(top, start + rowHeight - height);
}
