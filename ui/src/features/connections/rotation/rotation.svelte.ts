import type { Backend } from '../../../backend';
import type { ConnectionView, CreationFailureView, RotatedView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';

/** A new key and secret for the app of one connection. */
export class Rotation {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  readonly #id: string;
  readonly #show: (connection: ConnectionView) => void;

  busy = $state(false);
  /** Why the last try did not get further. */
  failure = $state.raw<CreationFailureView | null>(null);

  constructor(backend: Backend, toasts: Toasts, id: string, show: (connection: ConnectionView) => void) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.#id = id;
    this.#show = show;
  }

  /** Goes on with what was begun; production was confirmed then. */
  goOn(): Promise<void> {
    return this.rotate(true);
  }

  /** Gets a new pair. */
  rotate(productionConfirmed: boolean): Promise<void> {
    return this.#take(() => this.#backend.call('rotate_secret', { id: this.#id, productionConfirmed }));
  }

  /** Takes the new pair back. */
  undo(): Promise<void> {
    return this.#take(() => this.#backend.call('undo_rotation', { id: this.#id }));
  }

  async #take(ask: () => Promise<RotatedView>): Promise<void> {
    this.busy = true;
    try {
      const { connection, failure } = await ask();
      this.failure = failure;
      this.#show(connection);
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
    this.busy = false;
  }
}
