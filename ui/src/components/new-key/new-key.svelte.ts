import { isApiError } from '../../backend';
import type { ConnectionView, PendingSecret } from '../../backend/generated';
import { fieldTexts } from '../../text/register';
import type { Attempting } from '../../lib/attempting';

/** Keeps a key with its secret; what the connection is then. */
type Keep = (consumerKey: string, secret: PendingSecret) => Promise<ConnectionView>;

/** The key and secret of another app, while they are typed for a connection. */
export class NewKey {
  readonly #attempting: Attempting;
  readonly #keep: Keep;
  readonly #kept: (connection: ConnectionView) => void;
  /** Writes go one after the other. */
  #writes: Promise<unknown> = Promise.resolve();
  #keptKey = '';
  #secretLost = false;

  /** Whether a key is being typed, instead of the one that waits. */
  typing = $state(false);
  key = $state('');
  problem = $state<string | null>(null);

  /** `kept` hears what the connection is after each write. */
  constructor(attempting: Attempting, keep: Keep, kept: (connection: ConnectionView) => void) {
    this.#attempting = attempting;
    this.#keep = keep;
    this.#kept = kept;
  }

  type(key: string): void {
    this.typing = true;
    this.key = key;
    this.problem = null;
  }

  /** Whether there is no key to sign in with. */
  missing(waits: boolean): boolean {
    return this.typing ? this.key.trim() === '' : !waits;
  }

  /** Keeps the typed key, with the secret that was typed before. Says whether nothing is left to keep. */
  keep(): Promise<boolean> {
    return this.#inTurn(async () => {
      const key = this.key.trim();
      return key === '' || key === this.#keptKey || (await this.#write(key, { kind: 'asTyped' }));
    });
  }

  /** Seals a secret for the typed key, or takes it out. Says whether that was done. */
  async seal(secret: string | null): Promise<boolean> {
    const sealed = await this.#inTurn(async () => {
      const key = this.key.trim();
      if (key === '') return false;
      return this.#write(key, secret === null ? { kind: 'absent' } : { kind: 'typed', secret });
    });
    this.#secretLost = !sealed;
    return sealed;
  }

  /** A sign-in with less than was typed would fail for a cause that nobody can see. The second click goes on. */
  async ready(waits: boolean): Promise<boolean> {
    const kept = !this.missing(waits) && (await this.keep()) && !this.#secretLost;
    this.#secretLost = false;
    return kept;
  }

  /** A key that is none is told at its field, everything else to the person. */
  async #write(consumerKey: string, secret: PendingSecret): Promise<boolean> {
    const kept = await this.#attempting.answer(async () => {
      try {
        return await this.#keep(consumerKey, secret);
      } catch (thrown) {
        if (isApiError(thrown) && thrown.code === 'invalid') return 'malformed';
        throw thrown;
      }
    });
    if (kept === 'malformed') this.problem = fieldTexts.consumerKey.malformed;
    if (kept === null || kept === 'malformed') return false;
    this.#kept(kept);
    this.#keptKey = consumerKey;
    this.problem = null;
    return true;
  }

  #inTurn(write: () => Promise<boolean>): Promise<boolean> {
    const outcome = this.#writes.then(write);
    this.#writes = outcome;
    return outcome;
  }
}
