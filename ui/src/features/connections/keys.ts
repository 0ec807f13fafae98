import type { Viewport } from '../../lib/windowing';

/** The row that a key leads to; null for a key that does not move. */
export function moveByKey(key: string, from: number, { height, rowHeight, count }: Viewport): number | null {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1);
  const within = (index: number) => Math.min(Math.max(index, 0), count - 1);
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return within(from - 1);
    case 'PageDown':
      return within(from + page);
    case 'PageUp':
      return within(from - page);
    case 'Home':
      return within(0);
    case 'End':
      return within(count - 1);
    default:
      return null;
  }
}
