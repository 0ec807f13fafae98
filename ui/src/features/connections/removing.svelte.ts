import type { ConnectionRowView } from '../../backend/generated';
import type { Connections } from './connections.svelte';

/** So many at a time: they only wait for a server to confirm that a token has ended. */
const AT_ONCE = 8;

/** What became of some removals. */
interface Tally {
  unconfirmed: number;
  failed: string[];
}

/** The removal of several connections; each is a removal of its own. */
export class Removing {
  busy = $state(false);
  done = $state(0);
  readonly #connections: Connections;
  readonly #rows: ConnectionRowView[];
  /** Where the next one stands that is begun. */
  #next = $state(0);

  constructor(connections: Connections, rows: ConnectionRowView[]) {
    this.#connections = connections;
    this.#rows = rows;
  }

  /** Whether something was not begun yet, and can stay. */
  get canStop(): boolean {
    return this.#next < this.#rows.length;
  }

  /** What was not begun stays. */
  stop(): void {
    this.#next = this.#rows.length;
  }

  async run(): Promise<void> {
    this.busy = true;
    this.#next = 0;
    const tally: Tally = { unconfirmed: 0, failed: [] };
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.#removeThoseLeft(tally)));
    this.#connections.tellRemovals(this.done, tally.unconfirmed, tally.failed);
    this.#connections.selection.clear();
    this.busy = false;
    this.#connections.closeDialog();
  }

  async #removeThoseLeft(tally: Tally): Promise<void> {
    for (let row = this.#rows[this.#next++]; row; row = this.#rows[this.#next++]) {
      const revocation = await this.#connections.removeOne(row.id);
      if (revocation === null) tally.failed.push(row.name);
      else this.done += 1;
      if (revocation === 'unconfirmed') tally.unconfirmed += 1;
    }
  }
}
