import { isApiError, type Backend } from '../../../backend';
import type { ApiError, ComparedLineView, PresetView } from '../../../backend/generated';

/** What is known of a product’s wishes. */
export type Wishes =
  { kind: 'asked' } | { kind: 'failed'; error: ApiError } | { kind: 'known'; lines: ComparedLineView[] };

/** What known products ask for, each beside what Orgkeep alone needs. */
export class Presets {
  readonly #backend: Backend;
  #wishes = $state.raw<Record<string, Wishes>>({});
  /** The product that is looked at. */
  selected = $state<string | null>(null);

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** What a product asks for, once it was looked at. */
  wishes(id: string): Wishes {
    return this.#wishes[id] ?? { kind: 'asked' };
  }

  /** Looks at a product. Its wishes never change while Orgkeep runs, so they are asked for once. */
  async look({ id }: PresetView, always: PresetView): Promise<void> {
    this.selected = id;
    if (this.#wishes[id]?.kind === 'known') return;
    const left = { kind: 'preset', id } as const;
    const right = { kind: 'preset', id: always.id } as const;
    try {
      const { lines } = await this.#backend.call('compare_blueprints', { left, right });
      this.#keep(id, { kind: 'known', lines });
    } catch (thrown) {
      const error = isApiError(thrown) ? thrown : ({ code: 'internal', message: String(thrown) } as const);
      this.#keep(id, { kind: 'failed', error });
    }
  }

  #keep(id: string, wishes: Wishes): void {
    this.#wishes = { ...this.#wishes, [id]: wishes };
  }
}
