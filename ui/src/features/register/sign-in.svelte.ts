import type { Backend } from '../../backend';
import type { AttemptView, DecodedView, PastedView } from '../../backend/generated';
import type { Attempting } from '../../lib/attempting';

type AttemptCommand = 'cancel_attempt' | 'go_on' | 'open_browser_again' | 'copy_sign_in_link' | 'close_attempt';

/** The sign-in of this window, whichever draft it is for. */
export class SignIn {
  readonly #backend: Backend;
  readonly #attempting: Attempting;
  #attempt = $state.raw<AttemptView | null>(null);
  /** The one that is being given up: its end is no failure to show. */
  #givenUp = $state<string | null>(null);
  #atItsEnd: (() => void) | null = null;

  /** What is to be shown of it; `null` before that is known. */
  readonly view = $derived.by<AttemptView | null>(() => {
    const attempt = this.#attempt;
    return attempt?.kind === 'failed' && attempt.failed.id === this.#givenUp ? { kind: 'idle' } : attempt;
  });

  constructor(backend: Backend, attempting: Attempting) {
    this.#backend = backend;
    this.#attempting = attempting;
  }

  /** Follows it; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_attempt', (attempt) => {
      this.#attempt = attempt;
      if (attempt.kind !== 'running') this.#atItsEnd?.();
    });
  }

  cancel(id: string): Promise<boolean> {
    return this.#command('cancel_attempt', id);
  }

  /** Cancels it and leaves it behind, once it is over. Says whether that was done. */
  async giveUp(id: string): Promise<boolean> {
    this.#givenUp = id;
    const over = new Promise<void>((resolve) => {
      this.#atItsEnd = resolve;
    });
    if (!(await this.cancel(id))) {
      this.#givenUp = null;
      return false;
    }
    await over;
    this.#atItsEnd = null;
    return this.#attempt?.kind === 'failed' ? this.close(id) : true;
  }

  /** Goes on to the browser, now that the key is active. */
  goOn(id: string): Promise<boolean> {
    return this.#command('go_on', id);
  }

  openWhenActive(id: string, opens: boolean): Promise<boolean> {
    return this.#attempting.done(() => this.#backend.call('open_when_active', { id, opens }));
  }

  /** Says whether the one who came back is meant. */
  answerIdentity(id: string, accept: boolean): Promise<boolean> {
    return this.#attempting.done(() => this.#backend.call('answer_identity', { id, accept }));
  }

  openAgain(id: string): Promise<boolean> {
    return this.#command('open_browser_again', id);
  }

  /** Says whether the link is on the clipboard. */
  copyLink(id: string): Promise<boolean> {
    return this.#command('copy_sign_in_link', id);
  }

  /** Leaves a finished one behind; the draft shows again, if it is still there. */
  close(id: string): Promise<boolean> {
    return this.#command('close_attempt', id);
  }

  /** Hands over what was pasted while it runs; `null` when that was not possible. */
  paste(id: string, address: string): Promise<PastedView | null> {
    return this.#attempting.answer(() => this.#backend.call('paste_callback', { id, address }));
  }

  /** Explains what was pasted after it; `null` when that was not possible. */
  decode(text: string): Promise<DecodedView | null> {
    return this.#attempting.answer(() => this.#backend.call('decode', { text }));
  }

  #command(command: AttemptCommand, id: string): Promise<boolean> {
    return this.#attempting.done(() => this.#backend.call(command, { id }));
  }
}
