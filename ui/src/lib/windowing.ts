/** What of a long list is on screen. */
export interface Viewport {
  /** How far it is scrolled, in pixels. */
  top: number;
  /** How much is seen, in pixels. */
  height: number;
  rowHeight: number;
  count: number;
}

/** Rows above and below the seen ones that are drawn too, so that a fast scroll shows no gap. */
const margin = 8;

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
