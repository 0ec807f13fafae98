import type { Backend } from '../../../backend';
import type { MovesFormat, MovesView, MoveView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { mapOf, setOf } from '../../../lib/sets';
import { exportText } from '../../../text/list';

/** How many connections of the queue stand where. */
export interface Tally {
  moved: number;
  failed: number;
  skipped: number;
  /** Those whose turn is, or comes. */
  open: number;
  all: number;
}

/** Whether its turn is, or comes. */
function isOpen({ state }: MoveView): boolean {
  return state.kind === 'waiting' || state.kind === 'cutOff' || state.kind === 'signingIn';
}

/** The queue of moves: what it says, and what can be done with it. */
export class Moves {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  view = $state.raw<MovesView | null>(null);
  /** Whether an answer to the last press is still to come. */
  busy = $state(false);

  readonly #byConnection = $derived(mapOf(this.view?.moves ?? [], ({ connection }) => connection));
  /** The connections for which an app is typed. */
  readonly ready: ReadonlySet<string> = $derived(setOf(this.view?.ready ?? []));
  /** The connections whose app cannot be signed in through yet. */
  readonly waiting: ReadonlySet<string> = $derived(setOf(this.view?.waiting ?? []));
  /** Those of the queue that failed. */
  readonly failed = $derived((this.view?.moves ?? []).filter(({ state }) => state.kind === 'failed'));
  /** The one whose sign-in runs. */
  readonly current = $derived(this.view?.moves.find(({ state }) => state.kind === 'signingIn') ?? null);
  readonly tally: Tally = $derived.by(() => {
    const moves = this.view?.moves ?? [];
    const count = (kind: MoveView['state']['kind']) => moves.filter(({ state }) => state.kind === kind).length;
    return {
      moved: count('moved'),
      failed: count('failed'),
      skipped: count('skipped'),
      open: moves.filter(isOpen).length,
      all: moves.length,
    };
  });

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Follows the queue; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_moves', (view) => {
      this.view = view;
    });
  }

  /** What the queue says of a connection, if it is there. */
  of(id: string): MoveView | undefined {
    return this.#byConnection.get(id);
  }

  /** Whether it waits or is signed in, so that it cannot be chosen once more. */
  isQueued(id: string): boolean {
    const found = this.of(id);
    return found !== undefined && isOpen(found);
  }

  /** Says whether it was taken. */
  start(connections: string[]): Promise<boolean> {
    return this.#done(this.#backend.call('queue_moves', { connections }));
  }

  async tryFailedAgain(): Promise<void> {
    await this.start(this.failed.map(({ connection }) => connection));
  }

  async pause(): Promise<void> {
    await this.#done(this.#backend.call('pause_moves', {}));
  }

  async resume(): Promise<void> {
    await this.#done(this.#backend.call('resume_moves', {}));
  }

  async skip(id: string): Promise<void> {
    await this.#done(this.#backend.call('skip_move', { id }));
  }

  async stop(): Promise<void> {
    await this.#done(this.#backend.call('stop_moves', {}));
  }

  async close(): Promise<void> {
    await this.#done(this.#backend.call('close_moves', {}));
  }

  /** Saves the report where the person chooses. */
  async report(format: MovesFormat): Promise<void> {
    try {
      const { path } = await this.#backend.call('export_moves', { format });
      if (path !== null) this.#toasts.show({ tone: 'success', title: exportText.saved, text: path });
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  async #done(asked: Promise<unknown>): Promise<boolean> {
    this.busy = true;
    try {
      await asked;
      return true;
    } catch (thrown) {
      this.#toasts.failed(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
