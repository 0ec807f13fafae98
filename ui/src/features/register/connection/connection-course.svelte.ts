import { isApiError, type Backend } from '../../../backend';
import type { ConnectionView, PurposeView, SetupPageId } from '../../../backend/generated';
import type { Remedies, Remedy } from '../../../components/remedies';
import { canBePrivate } from '../../../lib/browsers';
import { copyText } from '../../../lib/copy';
import { blockedActions, type CauseAction } from '../../../text/causes';
import { againText } from '../../../text/reauthenticate';
import { Attempting } from '../../../lib/attempting';
import { Browsers } from '../browsers.svelte';
import type { Course } from '../course';
import type { Way } from '../remedies';
import { SignIn } from '../sign-in.svelte';
import { foreignSignIn, screenOf, type Found } from './screen';

/** A sign-in of a connection that is there, whatever it changes of it. */
export abstract class ConnectionCourse implements Course {
  readonly id: string;
  readonly signIn: SignIn;
  readonly choosesBrowser = false;
  protected readonly backend: Backend;
  protected readonly attempting: Attempting;
  readonly #browsers: Browsers;
  protected found = $state.raw<Found>('unknown');

  /** From the click to the first word of the sign-in. */
  starting = $state(false);

  readonly screen = $derived.by(() => screenOf(this, this.found, this.signIn.view));
  /** The sign-in of something else that keeps this one from beginning. */
  readonly foreign = $derived.by(() => foreignSignIn(this, this.signIn.view));

  /** `failed` tells the person why a command was not carried out. */
  constructor(backend: Backend, id: string, failed: (thrown: unknown) => void) {
    this.backend = backend;
    this.attempting = new Attempting(failed);
    this.#browsers = new Browsers(backend);
    this.id = id;
    this.signIn = new SignIn(backend, this.attempting);
  }

  /** What the connection signs in for. */
  abstract readonly purpose: PurposeView;

  abstract connect(allScopes?: boolean): Promise<void>;

  /** The connection, once it is known and there. */
  get connection(): ConnectionView | null {
    return typeof this.found === 'string' ? null : this.found;
  }

  /** Begins to watch; returns what ends that. */
  start(): () => void {
    const stop = this.signIn.watch();
    void this.attempting.done(() => this.load());
    return stop;
  }

  async beginAgain(id: string, allScopes = false): Promise<void> {
    if (await this.signIn.giveUp(id)) await this.connect(allScopes);
  }

  async openAgain(id: string): Promise<void> {
    await this.signIn.openAgain(id);
  }

  lookForBrowsers(): Promise<boolean> {
    return this.attempting.done(() => this.#browsers.look());
  }

  async toCredentials(): Promise<void> {
    const { screen } = this;
    if (screen.kind === 'failure') await this.signIn.close(screen.failed.id);
    if (screen.kind === 'authorization') await this.signIn.giveUp(screen.running.id);
  }

  /** Opens a page of the Setup of its org. */
  openSetupPage(page: SetupPageId): Promise<boolean> {
    const of = { kind: 'connection', id: this.id } as const;
    return this.attempting.done(() => this.backend.call('open_setup_page', { of, page }));
  }

  remedies(way: Way, callback: string, page: SetupPageId | undefined): Remedies {
    const start = (run: () => unknown): Remedy => ({ run, busy: this.starting });
    const remedies: Record<CauseAction, Remedy | undefined> = {
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
      openSetupPage: page && {
        run: () => this.openSetupPage(page),
        blocked: this.connection?.newApp.hasSetup ? null : blockedActions.setupOfUnknown,
      },
    };
    return remedies as Remedies;
  }

  /** A finished sign-in that was seen is left behind. */
  async leave(): Promise<void> {
    if (this.screen.kind === 'result') await this.signIn.close(this.screen.connected.id);
  }

  protected async load(): Promise<void> {
    try {
      this.found = await this.backend.call('connection', { id: this.id });
    } catch (thrown) {
      this.found = 'gone';
      if (!isApiError(thrown) || thrown.code !== 'notFound') throw thrown;
    }
  }

  #canBePrivate(): boolean {
    return this.connection !== null && canBePrivate(this.#browsers.installed, this.connection.browser);
  }

  /** The connection keeps the choice: its next sign-in would meet the same session of another org. */
  async #inPrivate(way: Way): Promise<void> {
    const { connection } = this;
    if (connection === null) return;
    const browser = { ...connection.browser, private: true };
    const chosen = await this.attempting.answer(() =>
      this.backend.call('set_connection_browser', { id: this.id, browser }),
    );
    if (chosen === null) return;
    this.found = chosen;
    await way.again();
  }
}
