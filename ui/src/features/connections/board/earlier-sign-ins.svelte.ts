import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Backend } from '../../../backend';

/** Until when earlier sign-ins are kept. Each is asked for once, when its row is drawn. */
export class EarlierSignIns {
  readonly #backend: Backend;
  readonly #asked = new SvelteSet<string>();
  readonly #until = new SvelteMap<string, string>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** RFC 3339; nothing where it is not known, or is wiped. */
  keptUntil(id: string): string | undefined {
    return this.#until.get(id);
  }

  async ask(id: string): Promise<void> {
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    try {
      const { earlier } = await this.#backend.call('connection', { id });
      if (earlier) this.#until.set(id, earlier.wipedAt);
    } catch {
      // The row says that it is moved; how long the way back is open stands in its details.
      this.#asked.delete(id);
    }
  }
}
