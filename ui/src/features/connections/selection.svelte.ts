import type { ConnectionRowView } from '../../backend/generated';
import { setOf, toggled } from '../../lib/sets';

const nothing = setOf<string>();

/** The rows that actions are meant for. */
export class Selection {
  ids = $state.raw<ReadonlySet<string>>(nothing);
  /** Where a range begins. */
  #anchor: string | null = null;
  readonly #rows: () => ConnectionRowView[];

  /** `rows` are those there are, in any order. */
  constructor(rows: () => ConnectionRowView[]) {
    this.#rows = rows;
  }

  /** The selected rows that are still there. */
  readonly rows: ConnectionRowView[] = $derived.by(() =>
    this.ids.size === 0 ? [] : this.#rows().filter((row) => this.ids.has(row.id)),
  );

  /** Selects a row, or no longer; ranges begin there. */
  toggle(id: string): void {
    this.ids = toggled(this.ids, id);
    this.#anchor = id;
  }

  /** Selects everything from where the last range began up to a row, as the rows stand. */
  extend(id: string, rows: ConnectionRowView[]): void {
    const to = rows.findIndex((row) => row.id === id);
    const from = rows.findIndex((row) => row.id === this.#anchor);
    if (from < 0 || to < 0) {
      this.toggle(id);
      return;
    }
    const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.all(range);
  }

  /** Where ranges begin, if none did. */
  begin(id: string): void {
    this.#anchor ??= id;
  }

  /** Selects all of these, besides what is selected. */
  all(rows: ConnectionRowView[]): void {
    const ids = rows.map((row) => row.id);
    this.ids = setOf(this.ids, ids);
  }

  clear(): void {
    this.ids = nothing;
    this.#anchor = null;
  }
}
