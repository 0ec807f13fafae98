import type { Backend } from '../../backend';
import type { InstalledBrowserView } from '../../backend/generated';

/** The browsers of this computer. Looked for once, when somebody may choose. */
export class Browsers {
  readonly #backend: Backend;
  #looking: Promise<void> | undefined;

  installed = $state.raw<readonly InstalledBrowserView[]>([]);

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  look(): Promise<void> {
    this.#looking ??= this.#backend.call('browsers', {}).then(({ installed }) => {
      this.installed = installed;
    });
    return this.#looking;
  }
}
