/** Where a key leads in a list of so many; `null` for a key that leads nowhere. */
export function stepTo(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** Lets the arrow keys choose among the options in an element; the chosen one takes the focus. */
export function choosesByArrows(list: HTMLElement): () => void {
  const follow = (event: KeyboardEvent) => {
    const options = [...list.querySelectorAll<HTMLElement>('[role=option]')];
    const at = options.findIndex((option) => option === document.activeElement);
    const next = at < 0 ? null : stepTo(event.key, at, options.length);
    if (next === null) return;
    event.preventDefault();
    options[next]?.click();
    options[next]?.focus();
  };
  list.addEventListener('keydown', follow);
  return () => {
    list.removeEventListener('keydown', follow);
  };
}
