import { tick } from 'svelte';
import type { ConnectionRowView } from '../../backend/generated';
import { drawnRows, rowHeight, scrollToShow, seenHeight, type Viewport } from '../../lib/windowing';
import type { Connections } from './connections.svelte';
import type { Item } from './family';
import { moveByKey } from './keys';

/** The list's window onto its lines: what is drawn, and where the keyboard is. */
export class OrgGrid {
  readonly #connections: Connections;

  scroller = $state<HTMLElement | null>(null);
  /** The scroller without its edge, and the size of the head. */
  seen = $state.raw<DOMRectReadOnly>();
  head = $state.raw<ResizeObserverSize[]>();
  top = $state(0);
  readonly rowHeight = rowHeight();

  readonly items: Item[] = $derived.by(() => this.#connections.items);
  /** The rows as they stand, without the heads between them. */
  readonly rows: ConnectionRowView[] = $derived.by(() =>
    this.items.flatMap((item) => (item.kind === 'row' ? [item.row] : [])),
  );
  readonly viewport: Viewport = $derived({
    top: this.top,
    height: seenHeight(this.seen, this.head),
    rowHeight: this.rowHeight,
    count: this.items.length,
  });
  readonly activeIndex: number = $derived.by(() => {
    const index = this.items.findIndex((item) => item.key === this.#connections.activeKey);
    return Math.max(0, index);
  });
  /** What is on screen, and the active line wherever it is: it must not lose the focus by being scrolled away. */
  readonly drawn: { index: number; item: Item }[] = $derived.by(() => {
    const { from, to } = drawnRows(this.viewport);
    const indexes = Array.from({ length: to - from }, (_, offset) => from + offset);
    const active = this.activeIndex;
    if (active < from || active >= to) indexes.push(active);
    return indexes.flatMap((index) => (this.items[index] ? [{ index, item: this.items[index] }] : []));
  });

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  get active(): Item | undefined {
    return this.items[this.activeIndex];
  }

  element(key: string): HTMLElement | null {
    return this.scroller?.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? null;
  }

  /** Finds the list as it was left: as far scrolled, at the same line. */
  restore(): void {
    const { activeKey, scrolledTo } = this.#connections;
    if (this.scroller && scrolledTo > 0) this.scroller.scrollTop = scrolledTo;
    if (activeKey) this.element(activeKey)?.focus({ preventScroll: true });
  }

  scrolled(): void {
    this.top = this.scroller?.scrollTop ?? 0;
    this.#connections.scrolledTo = this.top;
  }

  /** A pointer or a screen reader may go to a line without a key. */
  focused(target: EventTarget | null): void {
    const line = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-key]') : null;
    this.#connections.activeKey = line?.dataset['key'] ?? this.#connections.activeKey;
  }

  /** Selects by a click with a key held down. Says whether it was one. */
  clicked(row: ConnectionRowView, event: MouseEvent): boolean {
    const { selection } = this.#connections;
    if (event.shiftKey) selection.extend(row.id, this.rows);
    else if (event.ctrlKey || event.metaKey) selection.toggle(row.id);
    else return false;
    return true;
  }

  /** Moves the keyboard's place. Says whether the key was one that moves. */
  move(key: string): boolean {
    const index = moveByKey(key, this.activeIndex, this.viewport);
    if (index === null) return false;
    void this.#activate(index);
    return true;
  }

  async #activate(index: number): Promise<void> {
    const item = this.items[index];
    if (!item || !this.scroller) return;
    this.#connections.activeKey = item.key;
    this.scroller.scrollTop = scrollToShow(index, this.viewport);
    await tick();
    this.element(item.key)?.focus({ preventScroll: true });
  }
}
