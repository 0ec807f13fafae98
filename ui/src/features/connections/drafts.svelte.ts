import type { Backend } from '../../backend';
import type { DraftView } from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';

/** Whether anything was typed or chosen in it. */
export function isTouched({ fields, secret }: DraftView): boolean {
  const { app } = fields;
  const typed = [fields.name, fields.loginUrl, fields.consumerKey, fields.username];
  const ofApp = [app.label, app.apiName, app.contactEmail, app.description];
  const chosen = fields.ticked.length + app.presets.length + app.inputs.length + app.choices.length;
  return secret !== null || chosen > 0 || [...typed, ...ofApp].some((value) => value.trim() !== '');
}

/** Registrations that are not finished. */
export class Drafts {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  #all = $state.raw<DraftView[]>([]);

  /** Those worth continuing. */
  readonly list: DraftView[] = $derived(this.#all.filter(isTouched));

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Loads, and again whenever the store changes; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_store', () => void this.#load());
  }

  async #load(): Promise<void> {
    try {
      this.#all = (await this.#backend.call('drafts', {})).drafts;
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** The draft for a new registration. One that nobody has touched serves again. */
  async begin(): Promise<string | null> {
    const untouched = this.#all.find((draft) => !isTouched(draft));
    if (untouched) return untouched.id;
    try {
      return (await this.#backend.call('new_draft', {})).id;
    } catch (thrown) {
      this.#toasts.failed(thrown);
      return null;
    }
  }

  async discard(id: string): Promise<void> {
    try {
      await this.#backend.call('discard_draft', { id });
      this.#all = this.#all.filter((draft) => draft.id !== id);
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }
}
