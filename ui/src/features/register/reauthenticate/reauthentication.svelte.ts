import { createContext } from 'svelte';
import { isApiError, type Backend } from '../../../backend';
import type { PendingSecret, PendingView } from '../../../backend/generated';
import type { Remedies, Remedy } from '../../../components/remedies';
import { canBePrivate } from '../../../lib/browsers';
import { copyText } from '../../../lib/copy';
import { blockedActions } from '../../../text/causes';
import { againText } from '../../../text/reauthenticate';
import { fieldTexts } from '../../../text/register';
import { Attempting } from '../attempting';
import { Browsers } from '../browsers.svelte';
import type { Course } from '../course';
import type { Way } from '../remedies';
import { SignIn } from '../sign-in.svelte';
import { foreignSignIn, screenOf, type Found } from './screen';

/** Which key the next sign-in uses. */
export type Credentials = 'inForce' | 'new';

/** One connection that is authenticated again. */
export class Reauthentication implements Course {
  readonly id: string;
  readonly signIn: SignIn;
  readonly choosesBrowser = false;
  readonly #backend: Backend;
  readonly #attempting: Attempting;
  readonly #browsers: Browsers;
  #found = $state.raw<Found>('unknown');
  /** Writes go one after the other. */
  #writes: Promise<unknown> = Promise.resolve();
  #keptKey = '';
  #secretLost = false;
  /** What the last sign-in of this page used; `null` where it was begun before the page was opened. */
  #begun: Credentials | null = null;

  uses = $state<Credentials>('inForce');
  /** Whether a key is being typed, instead of the one that waits. */
  typing = $state(false);
  key = $state('');
  keyProblem = $state<string | null>(null);
  /** From the click to the first word of the sign-in. */
  starting = $state(false);

  readonly screen = $derived.by(() => screenOf(this.id, this.#found, this.signIn.view));
  /** The sign-in of something else that keeps this one from beginning. */
  readonly foreign = $derived.by(() => foreignSignIn(this.id, this.signIn.view));

  /** `failed` tells the person why a command was not carried out. */
  constructor(backend: Backend, id: string, failed: (thrown: unknown) => void) {
    this.#backend = backend;
    this.#attempting = new Attempting(failed);
    this.#browsers = new Browsers(backend);
    this.id = id;
    this.signIn = new SignIn(backend, this.#attempting);
  }

  /** The credentials that wait, if there are any. */
  get pending(): PendingView | null {
    return typeof this.#found === 'string' ? null : this.#found.pending;
  }

  /** Begins to watch; returns what ends that. */
  start(): () => void {
    const stop = this.signIn.watch();
    void this.#attempting.done(() => this.#load());
    return stop;
  }

  type(key: string): void {
    this.typing = true;
    this.key = key;
    this.keyProblem = null;
  }

  /** Whether there is no new key to sign in with. */
  get keyMissing(): boolean {
    return this.typing ? this.key.trim() === '' : this.pending === null;
  }

  /** Keeps the typed key, with the secret that was typed before. Says whether nothing is left to keep. */
  keepKey(): Promise<boolean> {
    return this.#inTurn(async () => {
      const key = this.key.trim();
      return key === '' || key === this.#keptKey || (await this.#keep(key, { kind: 'asTyped' }));
    });
  }

  /** Seals a secret for the typed key, or takes it out. Says whether that was done. */
  async sealSecret(secret: string | null): Promise<boolean> {
    const sealed = await this.#inTurn(async () => {
      const key = this.key.trim();
      if (key === '') return false;
      return this.#keep(key, secret === null ? { kind: 'absent' } : { kind: 'typed', secret });
    });
    this.#secretLost = !sealed;
    return sealed;
  }

  async connect(allScopes = false): Promise<void> {
    if (this.starting) return;
    // What a sign-in used that this page did not begin is not known: the person chooses anew.
    if (this.screen.kind === 'failure' && this.#begun === null && this.pending) return this.toCredentials();
    this.starting = true;
    const { uses } = this;
    if (uses === 'inForce' || (await this.#newAreKept())) {
      this.#begun = uses;
      const request = { id: this.id, withPending: uses === 'new', allScopes };
      await this.#attempting.done(() => this.#backend.call('reauthenticate', request));
    }
    this.starting = false;
  }

  async beginAgain(id: string, allScopes = false): Promise<void> {
    if (await this.signIn.giveUp(id)) await this.connect(allScopes);
  }

  async openAgain(id: string): Promise<void> {
    await this.signIn.openAgain(id);
  }

  lookForBrowsers(): Promise<boolean> {
    return this.#attempting.done(() => this.#browsers.look());
  }

  async toCredentials(): Promise<void> {
    const { screen } = this;
    if (screen.kind === 'failure') await this.signIn.close(screen.failed.id);
    if (screen.kind === 'authorization') await this.signIn.giveUp(screen.running.id);
  }

  remedies(way: Way, callback: string): Remedies {
    const start = (run: () => unknown): Remedy => ({ run, busy: this.starting });
    return {
      retry: start(way.again),
      retryWithAllScopes: start(way.withAllScopes),
      wait: start(way.fromTheKey),
      privateWindow: {
        ...start(() => this.#inPrivate(way)),
        blocked: this.#canBePrivate() ? null : blockedActions.privateWindow,
      },
      backToCredentials: { run: () => this.toCredentials() },
      editAddress: { run: () => undefined, blocked: againText.editAddress },
      copyCallback: { run: () => copyText(callback) },
    };
  }

  /** Ends what was being typed; a finished sign-in that was seen is left behind. */
  async leave(): Promise<void> {
    await this.keepKey();
    if (this.screen.kind === 'result') await this.signIn.close(this.screen.connected.id);
  }

  async #load(): Promise<void> {
    try {
      const connection = await this.#backend.call('connection', { id: this.id });
      this.#found = connection;
      if (connection.pending) this.uses = 'new';
    } catch (thrown) {
      this.#found = 'gone';
      if (!isApiError(thrown) || thrown.code !== 'notFound') throw thrown;
    }
  }

  #canBePrivate(): boolean {
    return typeof this.#found !== 'string' && canBePrivate(this.#browsers.installed, this.#found.browser);
  }

  /** The connection keeps the choice: its next sign-in would meet the same session of another org. */
  async #inPrivate(way: Way): Promise<void> {
    const found = this.#found;
    if (typeof found === 'string') return;
    const browser = { ...found.browser, private: true };
    const chosen = await this.#attempting.answer(() =>
      this.#backend.call('set_connection_browser', { id: this.id, browser }),
    );
    if (chosen === null) return;
    this.#found = chosen;
    await way.again();
  }

  /** A sign-in with less than was typed would fail for a cause that nobody can see. The second click goes on. */
  async #newAreKept(): Promise<boolean> {
    const kept = !this.keyMissing && (await this.keepKey()) && !this.#secretLost;
    this.#secretLost = false;
    return kept;
  }

  /** A key that is none is told at its field, everything else to the person. */
  async #keep(consumerKey: string, secret: PendingSecret): Promise<boolean> {
    const kept = await this.#attempting.answer(async () => {
      try {
        return await this.#backend.call('set_pending_credentials', { id: this.id, consumerKey, secret });
      } catch (thrown) {
        if (isApiError(thrown) && thrown.code === 'invalid') return 'malformed';
        throw thrown;
      }
    });
    if (kept === 'malformed') this.keyProblem = fieldTexts.consumerKey.malformed;
    if (kept === null || kept === 'malformed') return false;
    this.#found = kept;
    this.#keptKey = consumerKey;
    this.keyProblem = null;
    return true;
  }

  #inTurn(write: () => Promise<boolean>): Promise<boolean> {
    const outcome = this.#writes.then(write);
    this.#writes = outcome;
    return outcome;
  }
}

/** The authentication of this page. Set once, by Reauthenticate. */
export const [useReauthentication, provideReauthentication] = createContext<Reauthentication>();
