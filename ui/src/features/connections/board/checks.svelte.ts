import type { Backend } from '../../../backend';
import type { MoveChecksView, MoveCheckView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { mapOf } from '../../../lib/sets';

/** The dry run of many moves: whose app could be created, what stands in the way, and who is a Dev Hub. */
export class Checks {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  view = $state.raw<MoveChecksView | null>(null);

  readonly #byConnection = $derived(mapOf(this.view?.found ?? [], ({ connection }) => connection));
  /** How many there are whose app could be created, or is there. */
  readonly able = $derived(
    (this.view?.found ?? []).filter(({ creation }) => creation.kind === 'possible' || creation.kind === 'present')
      .length,
  );

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Follows the dry run; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_move_checks', (view) => {
      this.view = view;
    });
  }

  /** What was found of a connection. */
  of(id: string): MoveCheckView | undefined {
    return this.#byConnection.get(id);
  }

  async run(connections: string[]): Promise<void> {
    await this.#toasts.told(this.#backend.call('check_moves', { connections }));
  }

  async cancel(): Promise<void> {
    await this.#toasts.told(this.#backend.call('cancel_move_checks', {}));
  }

  async close(): Promise<void> {
    await this.#toasts.told(this.#backend.call('close_move_checks', {}));
  }
}
