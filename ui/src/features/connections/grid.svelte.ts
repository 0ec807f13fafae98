import { tick } from 'svelte';
import type { ConnectionRowView } from '../../backend/generated';
import { drawnRows, scrollToShow, type Viewport } from '../../lib/windowing';
import type { Connections } from './connections.svelte';
import { moveByKey } from './keys';

/** The height of a row in rem; the same as `--row-height`. */
const rowHeightRem = 2.75;

/** The list's window onto its rows: what is drawn, and where the keyboard is. */
export class OrgGrid {
  readonly #connections: Connections;

  scroller = $state<HTMLElement | null>(null);
  head = $state<HTMLElement | null>(null);
  /** The scroller's height, in pixels. */
  height = $state(0);
  top = $state(0);
  rowHeight = $state(44);

  readonly rows: ConnectionRowView[] = $derived.by(() => this.#connections.filter.shown);
  readonly viewport: Viewport = $derived({
    top: this.top,
    height: this.height - (this.head?.offsetHeight ?? 0),
    rowHeight: this.rowHeight,
    count: this.rows.length,
  });
  readonly activeIndex: number = $derived.by(() => {
    const index = this.rows.findIndex((row) => row.id === this.#connections.activeId);
    return Math.max(0, index);
  });
  /** What is on screen, and the active row wherever it is: it must not lose the focus by being scrolled away. */
  readonly drawn: { index: number; row: ConnectionRowView }[] = $derived.by(() => {
    const { from, to } = drawnRows(this.viewport);
    const indexes = Array.from({ length: to - from }, (_, offset) => from + offset);
    const active = this.activeIndex;
    if (active < from || active >= to) indexes.push(active);
    return indexes.flatMap((index) => (this.rows[index] ? [{ index, row: this.rows[index] }] : []));
  });

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  get activeRow(): ConnectionRowView | undefined {
    return this.rows[this.activeIndex];
  }

  element(id: string): HTMLElement | null {
    return this.scroller?.querySelector(`[data-id="${CSS.escape(id)}"]`) ?? null;
  }

  /** Finds the list as it was left: as far scrolled, at the same row. */
  restore(): void {
    this.rowHeight = rowHeightRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (this.scroller) this.scroller.scrollTop = this.#connections.scrolledTo;
    const { activeId } = this.#connections;
    if (activeId) this.element(activeId)?.focus({ preventScroll: true });
  }

  scrolled(): void {
    this.top = this.scroller?.scrollTop ?? 0;
    this.#connections.scrolledTo = this.top;
  }

  /** Moves the keyboard's place. Says whether the key was one that moves. */
  move(key: string): boolean {
    const index = moveByKey(key, this.activeIndex, this.viewport);
    if (index === null) return false;
    void this.#activate(index);
    return true;
  }

  async #activate(index: number): Promise<void> {
    const row = this.rows[index];
    if (!row || !this.scroller) return;
    this.#connections.activeId = row.id;
    this.scroller.scrollTop = scrollToShow(index, this.viewport);
    await tick();
    this.element(row.id)?.focus({ preventScroll: true });
  }
}
