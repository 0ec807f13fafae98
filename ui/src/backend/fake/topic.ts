/** A value that is watched: each watcher gets the current one first, then every new one. */
export class Topic<T> {
  #value: T;
  readonly #watchers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const deliver of this.#watchers) deliver(structuredClone(value));
  }

  watch(deliver: (value: T) => void): () => void {
    this.#watchers.add(deliver);
    // Later, as in the window: a watcher may rely on being returned first.
    queueMicrotask(() => {
      if (this.#watchers.has(deliver)) deliver(structuredClone(this.#value));
    });
    return () => {
      this.#watchers.delete(deliver);
    };
  }
}
