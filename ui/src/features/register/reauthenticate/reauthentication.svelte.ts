import { createContext } from 'svelte';
import { isApiError, type Backend } from '../../../backend';
import type { PendingView } from '../../../backend/generated';
import { loginText } from '../../../text/authentication';
import { ConnectionCourse } from '../connection/connection-course.svelte';
import { NewKey } from '../../../components/new-key/new-key.svelte';
import { NewLogin } from './new-login.svelte';

/** Which key the next sign-in uses. */
export type Credentials = 'inForce' | 'new';

/** One connection that is authenticated again. */
export class Reauthentication extends ConnectionCourse {
  readonly purpose = 'reauthenticate';
  /** What the last sign-in of this page used; `null` where it was begun before the page was opened. */
  #begun: Credentials | null = null;

  uses = $state<Credentials>('inForce');
  /** Another key, where the connection has one. */
  readonly newKey: NewKey;
  /** Another password, where the connection has one. */
  readonly login = new NewLogin();

  constructor(backend: Backend, id: string, failed: (thrown: unknown) => void) {
    super(backend, id, failed);
    this.newKey = new NewKey(
      this.attempting,
      (consumerKey, secret) => backend.call('set_pending_credentials', { id, consumerKey, secret }),
      (connection) => (this.found = connection),
    );
  }

  /** The credentials that wait, if there are any. Those of a move wait for the move. */
  get pending(): PendingView | null {
    const pending = this.connection?.pending ?? null;
    return pending?.authentication ? null : pending;
  }

  /** Whether the connection signs in with a password. */
  get byPassword(): boolean {
    return this.connection?.row.authentication === 'standard';
  }

  /** Whether there is no new key to sign in with. */
  get keyMissing(): boolean {
    return this.newKey.missing(this.pending !== null);
  }

  async connect(allScopes = false): Promise<void> {
    if (this.starting) return;
    // What a sign-in used that this page did not begin is not known: the person chooses anew.
    const waits = this.pending !== null || this.#loginWaits;
    if (this.screen.kind === 'failure' && this.#begun === null && waits) return this.toCredentials();
    this.starting = true;
    const { uses } = this;
    if (uses === 'inForce' || (await this.#newAreKept())) {
      this.#begun = uses;
      const request = { id: this.id, withPending: uses === 'new', allScopes };
      await this.attempting.done(() => this.backend.call('reauthenticate', request));
    }
    this.starting = false;
  }

  /** Ends what was being typed, too. */
  override async leave(): Promise<void> {
    await this.newKey.keep();
    await super.leave();
  }

  get #loginWaits(): boolean {
    return (this.connection?.pendingLogin ?? null) !== null;
  }

  protected override async load(): Promise<void> {
    await super.load();
    const { connection } = this;
    if (connection === null) return;
    this.login.username = connection.pendingLogin?.username ?? connection.row.username;
    const { pendingLogin, passwordRefused, secretsApart, consumerSecretApart } = connection;
    const isUseless = passwordRefused || consumerSecretApart || (secretsApart && this.byPassword);
    if (this.pending || pendingLogin || isUseless) this.uses = 'new';
  }

  async #newAreKept(): Promise<boolean> {
    return this.byPassword ? this.#keepLogin() : this.newKey.ready(this.pending !== null);
  }

  /** A user name that is none is told at its field; what was typed of secrets is gone from the page either way. */
  async #keepLogin(): Promise<boolean> {
    const typed = this.login.take();
    if (typed === null) return this.#loginWaits;
    const kept = await this.attempting.answer(async () => {
      try {
        return await this.backend.call('set_pending_login', { id: this.id, ...typed });
      } catch (thrown) {
        if (isApiError(thrown) && thrown.code === 'invalid') return 'malformed';
        throw thrown;
      }
    });
    this.login.problem = kept === 'malformed' ? loginText.missing.usernameWrong : null;
    if (kept === null || kept === 'malformed') return false;
    this.found = kept;
    this.login.typing = false;
    return true;
  }
}

/** The authentication of this page. Set once, by Reauthenticate. */
export const [useReauthentication, provideReauthentication] = createContext<Reauthentication>();
