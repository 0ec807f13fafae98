import type { ConnectionRowView } from '../../backend/generated';
import type { Connections } from './connections.svelte';

/** The removal of several connections, one after the other; each is a removal of its own. */
export class Removing {
  busy = $state(false);
  done = $state(0);
  #left: ConnectionRowView[] = [];
  readonly #connections: Connections;
  readonly #rows: ConnectionRowView[];

  constructor(connections: Connections, rows: ConnectionRowView[]) {
    this.#connections = connections;
    this.#rows = rows;
  }

  /** What was not begun stays. */
  stop(): void {
    this.#left = [];
  }

  async run(): Promise<void> {
    this.busy = true;
    this.#left = [...this.#rows];
    const failed: string[] = [];
    let unconfirmed = 0;
    for (let row = this.#left.shift(); row; row = this.#left.shift()) {
      const revocation = await this.#connections.removeOne(row.id);
      if (revocation === null) failed.push(row.name);
      else this.done += 1;
      if (revocation === 'unconfirmed') unconfirmed += 1;
    }
    this.#connections.tellRemovals(this.done, unconfirmed, failed);
    this.#connections.selection.clear();
    this.busy = false;
    this.#connections.closeDialog();
  }
}
