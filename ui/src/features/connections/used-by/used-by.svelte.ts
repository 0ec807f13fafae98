import { isApiError, type Backend } from '../../../backend';
import type { DependentFields, DependentsPreviewView, DependentView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { dependentImportText } from '../../../text/used-by';

/** What stands over the list, if anything. */
export type UsedByDialog =
  | { kind: 'none' }
  | { kind: 'edit'; dependent: DependentView | null }
  | { kind: 'remove'; dependent: DependentView }
  | { kind: 'import'; preview: DependentsPreviewView };

/** What depends on one connection. */
export class UsedBy {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  readonly #id: string;

  /** By kind and name; `null` until they are known. */
  list = $state.raw<readonly DependentView[] | null>(null);
  dialog = $state.raw<UsedByDialog>({ kind: 'none' });
  busy = $state(false);

  constructor(backend: Backend, toasts: Toasts, id: string) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.#id = id;
  }

  /** Loads, and again whenever the store changes; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_store', () => void this.#load());
  }

  async #load(): Promise<void> {
    const found = await this.#toasts.told(this.#backend.call('dependents', { id: this.#id }));
    this.list = found?.dependents ?? this.list;
  }

  close(): void {
    this.dialog = { kind: 'none' };
  }

  /** Adds one, or changes the one that is edited. Says whether its name was one. */
  async save(dependent: DependentView | null, fields: DependentFields): Promise<boolean> {
    const connection = this.#id;
    try {
      const { dependents } = await (dependent
        ? this.#backend.call('change_dependent', { connection, id: dependent.id, fields })
        : this.#backend.call('add_dependent', { connection, fields }));
      this.list = dependents;
    } catch (thrown) {
      if (isApiError(thrown) && thrown.code === 'invalid') return false;
      this.#toasts.failed(thrown);
    }
    this.close();
    return true;
  }

  async remove({ id }: DependentView): Promise<void> {
    await this.#told(async () => {
      const { dependents } = await this.#backend.call('remove_dependent', { connection: this.#id, id });
      this.list = dependents;
    });
    this.close();
  }

  /** Lets the person choose a list, and shows what it would add. */
  async choose(): Promise<void> {
    await this.#told(async () => {
      const preview = await this.#backend.call('preview_dependents', {});
      if (preview.id !== null) this.dialog = { kind: 'import', preview };
    });
  }

  /** Adds what was shown. */
  async take({ id, lines }: DependentsPreviewView): Promise<void> {
    if (id === null) return;
    await this.#told(async () => {
      const { added } = await this.#backend.call('import_dependents', { preview: id });
      const known = lines.length - added;
      const text = known > 0 ? dependentImportText.known(known) : undefined;
      this.#toasts.show({ tone: 'success', title: dependentImportText.done(added), text });
      await this.#load();
    });
    this.close();
  }

  async #told(action: () => Promise<void>): Promise<void> {
    this.busy = true;
    await this.#toasts.told(action());
    this.busy = false;
  }
}
