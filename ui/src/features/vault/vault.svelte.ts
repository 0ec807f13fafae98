import { isApiError, type Backend } from '../../backend';
import type { ErrorCode, VaultView } from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';

/** How much the page shows of the vault's state. */
export type Prominence = 'nothing' | 'line' | 'screen';

/** A keyring usually answers at once. Before this many milliseconds nothing is said. */
const patience = 900;

/** Whether secrets can be used, and what a person can do about it. */
export class Vault {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  view = $state.raw<VaultView | null>(null);
  /** A command is under way. */
  busy = $state(false);
  /** Why the last passphrase was not taken. */
  refused = $state.raw<ErrorCode | null>(null);
  /** Set by the person: the list, or the vault's screen. Null leaves it to the state. */
  #wish = $state.raw<'list' | 'screen' | null>(null);
  #slow = $state(false);

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Follows the vault; returns what ends that. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = this.#backend.watch('watch_vault', (view) => {
      clearTimeout(timer);
      this.#slow = false;
      if (view.kind === 'opening') timer = setTimeout(() => (this.#slow = true), patience);
      if (view.kind !== this.view?.kind && view.kind !== 'opening') this.#wish = null;
      this.view = view;
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }

  /** Whether anything can be changed. */
  readonly open: boolean = $derived(this.view?.kind === 'open');

  /** What the page shows. `hasRows`: whether there is a list to look at meanwhile. */
  prominence(hasRows: boolean): Prominence {
    switch (this.view?.kind) {
      case undefined:
      case 'open':
        return 'nothing';
      case 'opening':
        if (this.#wish === 'screen') return 'screen';
        if (!this.#slow) return 'nothing';
        return hasRows ? 'line' : 'screen';
      case 'locked':
        return this.#wish === 'list' ? 'line' : 'screen';
      case 'unusable':
        return 'screen';
    }
  }

  lookAtList(): void {
    this.#wish = 'list';
  }

  lookAtScreen(): void {
    this.#wish = 'screen';
  }

  /** Asks the keyring again. */
  async unlock(): Promise<void> {
    this.busy = true;
    try {
      await this.#backend.call('unlock_vault', {});
    } catch (thrown) {
      this.#toasts.failed(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Sends a passphrase, which this object never holds. */
  async send(command: 'unlock_with_passphrase' | 'choose_passphrase', passphrase: string): Promise<void> {
    this.busy = true;
    this.refused = null;
    try {
      await this.#backend.call(command, { passphrase });
    } catch (thrown) {
      if (isApiError(thrown) && thrown.code.startsWith('passphrase')) this.refused = thrown.code;
      else this.#toasts.failed(thrown);
    } finally {
      this.busy = false;
    }
  }
}
