import { isApiError, type Backend } from '../../../backend';
import type { AppFields, BlueprintView } from '../../../backend/generated';
import { blankApp } from '../../../lib/app';
import { Keeping } from '../../../lib/keeping.svelte';

/** What is known of the blueprint: not yet asked, not there, or its view. */
export type Found = BlueprintView | 'unknown' | 'gone';

/** One of the person’s own blueprints while it is changed. */
export class BlueprintEditor {
  readonly id: string;
  readonly #backend: Backend;

  found = $state.raw<Found>('unknown');
  /** As typed. */
  name = $state('');
  app = $state.raw<AppFields>(blankApp);

  readonly keeping = new Keeping(async () => {
    this.found = await this.#backend.call('save_blueprint', { id: this.id, name: this.name, app: this.app });
  });

  constructor(backend: Backend, id: string) {
    this.#backend = backend;
    this.id = id;
  }

  /** Reads the blueprint. Rejects if that fails for another cause than that it is gone. */
  async load(): Promise<void> {
    try {
      const view = await this.#backend.call('blueprint', { id: this.id });
      this.found = view;
      this.name = view.name;
      this.app = view.app;
    } catch (thrown) {
      this.found = 'gone';
      if (!isApiError(thrown) || thrown.code !== 'notFound') throw thrown;
    }
  }

  rename(name: string): void {
    this.name = name;
    this.keeping.soon();
  }

  change(app: AppFields, pace: 'chosen' | 'typing'): void {
    this.app = app;
    if (pace === 'chosen') this.keeping.now();
    else this.keeping.soon();
  }

  /** Whether the page can be left without losing anything. */
  async leave(): Promise<boolean> {
    await this.keeping.flush();
    return this.keeping.unkept === null;
  }
}
