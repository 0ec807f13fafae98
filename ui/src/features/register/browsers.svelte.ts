import type { Backend } from '../../backend';
import type { BrowserFields, InstalledBrowserView } from '../../backend/generated';

/** The browser that a sign-in will open, where it is known. */
export function browserOf(
  installed: readonly InstalledBrowserView[],
  fields: BrowserFields,
): InstalledBrowserView | undefined {
  return installed.find(({ id, isDefault }) => (fields.id === null ? isDefault : id === fields.id));
}

/** Whether the chosen browser, or the default one, opens a private window. */
export function canBePrivate(installed: readonly InstalledBrowserView[], fields: BrowserFields): boolean {
  return browserOf(installed, fields)?.privateWindow ?? false;
}

/** Another choice of browser. One that has no private window is not asked for one. */
export function choosing(
  installed: readonly InstalledBrowserView[],
  fields: BrowserFields,
  id: string | null,
): BrowserFields {
  const chosen = { ...fields, id };
  return { id, private: fields.private && canBePrivate(installed, chosen) };
}

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
