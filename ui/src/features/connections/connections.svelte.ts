import type { Backend } from '../../backend';
import type {
  AttemptView,
  ConnectionRowView,
  ConnectionsView,
  ConnectionView,
  EnvironmentView,
} from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';
import { receipts } from '../../text/connections';
import { Filter } from './filter.svelte';
import { Tests } from './testing/tests.svelte';

/** The dialog that stands over the page, if any. */
export type OpenDialog =
  | { kind: 'none' }
  | { kind: 'relabel'; row: ConnectionRowView }
  | { kind: 'remove'; row: ConnectionRowView }
  | { kind: 'discardPending'; row: ConnectionRowView; done: (connection: ConnectionView) => void };

/** The connected orgs: the list, one org's details, and what can be done with it. */
export class Connections {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  readonly tests: Tests;

  view = $state.raw<ConnectionsView | null>(null);
  attempt = $state.raw<AttemptView>({ kind: 'idle' });
  dialog = $state.raw<OpenDialog>({ kind: 'none' });

  readonly rows: ConnectionRowView[] = $derived(this.view?.rows ?? []);
  readonly filter = new Filter(() => this.rows);
  /** The row that the keyboard is at. */
  activeId = $state.raw<string | null>(null);
  /** How far the list is scrolled, for coming back to it. Nothing on the page reads it while it changes. */
  scrolledTo = 0;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.tests = new Tests(backend, toasts);
  }

  /** Follows list and sign-in; returns what ends that. */
  watch(): () => void {
    const ends = [
      this.tests.watch(),
      this.#backend.watch('watch_connections', (view) => {
        this.view = view;
      }),
      this.#backend.watch('watch_attempt', (attempt) => {
        this.attempt = attempt;
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  row(id: string): ConnectionRowView | undefined {
    return this.rows.find((row) => row.id === id);
  }

  closeDialog(): void {
    this.dialog = { kind: 'none' };
  }

  /** Rejects with what the dialog must say at the field. */
  async relabel(id: string, name: string, environment: EnvironmentView): Promise<void> {
    await this.#backend.call('relabel_connection', { id, name, environment });
    this.closeDialog();
  }

  /** Removes and tells what Salesforce said. Says whether it is gone. */
  async remove(id: string): Promise<boolean> {
    try {
      const { name, revocation } = await this.#backend.call('remove_connection', { id });
      const receipt = receipts[revocation];
      this.#toasts.show({ tone: receipt.tone, title: `${name} ${receipt.title}`, text: receipt.text });
      return true;
    } catch (thrown) {
      this.#toasts.failed(thrown);
      return false;
    } finally {
      this.closeDialog();
    }
  }

  /** Discards credentials that wait; what is known of the connection then, or `null` when that was not possible. */
  async discardPending(id: string): Promise<ConnectionView | null> {
    try {
      return await this.#backend.call('discard_pending_credentials', { id });
    } catch (thrown) {
      this.#toasts.failed(thrown);
      return null;
    }
  }

  async retryRevocations(): Promise<void> {
    try {
      await this.#backend.call('retry_revocations', {});
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }
}
