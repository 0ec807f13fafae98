import type { Tally } from '../features/connections/board/moves.svelte';

/** How far the queue of moves is. */
export function tallyText({ moved, failed, skipped, open, all }: Tally): string {
  return [
    `${moved.toLocaleString()} of ${all.toLocaleString()} moved`,
    failed > 0 ? `${failed.toLocaleString()} failed` : '',
    skipped > 0 ? `${skipped.toLocaleString()} skipped` : '',
    open > 0 ? `${open.toLocaleString()} to go` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** What the list tells of the queue. Apart from the board's words, which it does not wait for. */
export const movesNoticeText = {
  waits: 'A queue of moves waits',
  runs: 'A queue of moves runs',
  board: 'Show the queue',
} as const;
