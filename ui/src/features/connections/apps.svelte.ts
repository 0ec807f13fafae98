import type { Backend } from '../../backend';
import type { BegunAppView, CreationStateView, CreationView } from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';

/** Apps that Orgkeep creates, whatever they are for. */
export class Apps {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  #view = $state.raw<CreationView>({ state: { kind: 'idle' }, left: [], unused: [] });
  busy = $state(false);

  readonly state: CreationStateView = $derived(this.#view.state);
  /** What was begun and is neither finished nor undone, without the one that is told of already. */
  readonly left: BegunAppView[] = $derived.by(() => {
    const { state, left } = this.#view;
    const told = state.kind === 'failed' ? state.failed.app?.id : null;
    return left.filter(({ id }) => id !== told);
  });

  /** What was created and no connection uses, where nothing waits for it either. */
  readonly unused: BegunAppView[] = $derived.by(() => {
    const { state, unused } = this.#view;
    const told = state.kind === 'made' ? state.made.app.id : null;
    return unused.filter(({ id, goal }) => goal === null && id !== told);
  });

  /** Whether there is anything to tell. */
  readonly any: boolean = $derived(this.state.kind !== 'idle' || this.left.length + this.unused.length > 0);

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Follows them; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_creation', (view) => {
      this.#view = view;
    });
  }

  readonly goOn = (id: string): Promise<void> => this.#told(() => this.#backend.call('continue_app', { id }));
  readonly undo = (id: string): Promise<void> => this.#told(() => this.#backend.call('undo_app', { id }));
  /** Takes what was read off the page; without an id what never began. */
  readonly dismiss = (id: string | null): Promise<void> =>
    this.#told(() => this.#backend.call('dismiss_app', { id, forGood: false }));
  /** An app that nothing uses stays in its org, and is not told of again. */
  readonly keep = (id: string): Promise<void> =>
    this.#told(() => this.#backend.call('dismiss_app', { id, forGood: true }));

  async #told(command: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    await this.#toasts.told(command());
    this.busy = false;
  }
}
