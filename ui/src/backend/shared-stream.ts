/**
 * One stream of snapshots for everyone on the page who follows it. The window keeps one stream of each name: opening a
 * second one would end the first.
 */
export class SharedStream<Snapshot> {
  readonly #open: (deliver: (snapshot: Snapshot) => void) => void;
  readonly #followers = new Set<{ deliver: (snapshot: Snapshot) => void }>();
  #opened = false;
  #latest: { snapshot: Snapshot } | undefined;

  /** `open` is called once, when somebody follows for the first time. */
  constructor(open: (deliver: (snapshot: Snapshot) => void) => void) {
    this.#open = open;
  }

  /** Delivers the latest snapshot, if there is one, and each that comes; returns what ends that. */
  follow(deliver: (snapshot: Snapshot) => void): () => void {
    const follower = { deliver };
    this.#followers.add(follower);
    if (!this.#opened) {
      this.#opened = true;
      this.#open((snapshot) => {
        this.#latest = { snapshot };
        for (const each of [...this.#followers]) each.deliver(snapshot);
      });
    } else {
      const latest = this.#latest;
      // Not before the caller has what this returns. What is newer has been delivered by then.
      queueMicrotask(() => {
        if (latest && latest === this.#latest && this.#followers.has(follower)) deliver(latest.snapshot);
      });
    }
    return () => void this.#followers.delete(follower);
  }
}
