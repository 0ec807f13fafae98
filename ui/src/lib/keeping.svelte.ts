import { isApiError } from '../backend';
import type { ApiError } from '../backend/generated';

/** Long enough not to write at each key, short enough that a closed window loses nothing that counts. */
const pause = 300;

/**
 * Keeps what is typed. It stands in the page at once and is written a moment later; writes go one after the other,
 * and an answer never overwrites what was typed meanwhile.
 */
export class Keeping {
  readonly #write: () => Promise<void>;
  #edits = 0;
  #keptEdits = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turns: Promise<unknown> = Promise.resolve();

  /** Why the last write failed; what was typed is still in the page and not yet kept. */
  unkept = $state.raw<ApiError | null>(null);

  /** `write` writes everything as it is when it is called. */
  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Something was typed; it is written after a short pause. */
  soon(): void {
    this.#edits += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  /** Something was chosen; it is written at once, because the page shows what follows from it. */
  now(): void {
    this.#edits += 1;
    void this.flush();
  }

  /** Writes what is not written yet. Resolves when everything typed so far is kept, or `unkept` says why not. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    return this.inTurn(() => this.#save());
  }

  /** Does something else with what is kept, after the writes before it. */
  inTurn<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = this.#turns.then(write);
    // A refused write is told to its caller; the next one still gets its turn.
    this.#turns = outcome.catch(() => undefined);
    return outcome;
  }

  async #save(): Promise<void> {
    const edits = this.#edits;
    if (edits === this.#keptEdits) return;
    try {
      await this.#write();
      this.#keptEdits = edits;
      this.unkept = null;
    } catch (thrown) {
      this.unkept = isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
    }
  }
}
