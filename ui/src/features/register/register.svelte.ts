import { createContext } from 'svelte';
import type { Backend } from '../../backend';
import type {
  AttemptView,
  PasteVerdictView,
  PortView,
  PracticeView,
  SetupPageId,
  WizardStepView,
} from '../../backend/generated';
import { DraftEditor } from './draft.svelte';
import { foreignSignIn, screenOf } from './screen';

/** How often a port that is not free is looked at again. Looking costs one local system call. */
const portPause = 3000;

type AttemptCommand = 'cancel_attempt' | 'open_browser_again' | 'copy_sign_in_link' | 'close_attempt';

/** One registration: a draft, and the sign-in that it leads to. */
export class Registration {
  readonly #backend: Backend;
  readonly #failed: (thrown: unknown) => void;
  readonly draft: DraftEditor;
  #secretLost = false;

  attempt = $state.raw<AttemptView | null>(null);
  port = $state.raw<PortView | null>(null);
  practice = $state.raw<PracticeView | null>(null);
  /** From the click on Connect to the first word of the sign-in. */
  starting = $state(false);

  readonly screen = $derived.by(() => screenOf(this.draft.id, this.draft.found, this.draft.step, this.attempt));
  /** The sign-in of another draft that keeps this one from connecting. */
  readonly foreign = $derived.by(() => foreignSignIn(this.draft.id, this.attempt));

  /** `failed` tells the person why a command was not carried out. */
  constructor(backend: Backend, draft: string, failed: (thrown: unknown) => void) {
    this.#backend = backend;
    this.#failed = failed;
    this.draft = new DraftEditor(backend, draft);
  }

  /** Begins to watch. The returned function ends it and writes what is not written yet. */
  start(): () => void {
    const stop = this.#backend.watch('watch_attempt', (attempt) => {
      this.attempt = attempt;
    });
    void this.#try(() => this.draft.load());
    void this.#loadPractice();
    return () => {
      stop();
      void this.draft.flush();
    };
  }

  /** Looks at the port now, and again while it is not free. The returned function ends it. */
  watchPort(): () => void {
    const look = () => void this.checkPort();
    look();
    // Whoever comes back to the window may have closed, or opened, the other program meanwhile.
    addEventListener('focus', look);
    const timer = setInterval(() => {
      if (this.port !== null && this.port.kind !== 'free') void this.checkPort();
    }, portPause);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', look);
    };
  }

  async checkPort(): Promise<void> {
    await this.#try(async () => {
      this.port = await this.#backend.call('check_port', {});
    });
  }

  /** Starts the sign-in with what is kept by then. */
  async connect(allScopes = false): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    await this.#try(async () => {
      await this.draft.flush();
      if (this.#mayStart()) await this.#backend.call('connect', { draft: this.draft.id, allScopes });
    });
    this.starting = false;
  }

  cancel(id: string): Promise<boolean> {
    return this.#onAttempt('cancel_attempt', id);
  }

  openAgain(id: string): Promise<boolean> {
    return this.#onAttempt('open_browser_again', id);
  }

  /** Says whether the link is on the clipboard. */
  copyLink(id: string): Promise<boolean> {
    return this.#onAttempt('copy_sign_in_link', id);
  }

  /** Leaves a finished sign-in behind; the draft shows again, if it is still there. */
  closeAttempt(id: string): Promise<boolean> {
    return this.#onAttempt('close_attempt', id);
  }

  /** Hands over a pasted address; `null` when that was not possible. */
  async paste(id: string, address: string): Promise<PasteVerdictView | null> {
    let verdict: PasteVerdictView | null = null;
    await this.#try(async () => {
      verdict = (await this.#backend.call('paste_callback', { id, address })).verdict;
    });
    return verdict;
  }

  openSetupPage(page: SetupPageId): Promise<boolean> {
    return this.#try(async () => {
      await this.draft.flush();
      await this.#backend.call('open_setup_page', { draft: this.draft.id, page });
    });
  }

  /** Seals a secret, or takes it out. Says whether that was done. */
  async sealSecret(secret: string | null): Promise<boolean> {
    const sealed = await this.#try(() => this.draft.sealSecret(secret));
    this.#secretLost = !sealed;
    return sealed;
  }

  usePracticeApp(org: string, app: string): Promise<boolean> {
    return this.#try(() => this.draft.usePracticeApp(org, app));
  }

  /** Goes to a step of the draft, leaving a failed sign-in behind. */
  async goTo(step: WizardStepView): Promise<void> {
    this.draft.goTo(step);
    if (this.screen.kind === 'failure') await this.closeAttempt(this.screen.failed.id);
  }

  /** Starts another draft; its id, or `null` when that was not possible. */
  async another(): Promise<string | null> {
    let id: string | null = null;
    await this.#try(async () => {
      id = (await this.#backend.call('new_draft', {})).id;
    });
    return id;
  }

  /** Whether the wizard can be left without losing anything. A finished sign-in that was seen is left behind. */
  async leave(): Promise<boolean> {
    if (this.screen.kind === 'result') await this.closeAttempt(this.screen.connected.id);
    await this.draft.flush();
    return this.draft.unkept === null;
  }

  /** A sign-in with less than was typed would fail for a cause that nobody can see. The second click goes on. */
  #mayStart(): boolean {
    const complete = this.draft.unkept === null && !this.#secretLost;
    this.#secretLost = false;
    return complete;
  }

  async #loadPractice(): Promise<void> {
    await this.#try(async () => {
      this.practice = (await this.#backend.call('app', {})).practice;
    });
  }

  #onAttempt(command: AttemptCommand, id: string): Promise<boolean> {
    return this.#try(() => this.#backend.call(command, { id }));
  }

  async #try(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (thrown) {
      this.#failed(thrown);
      return false;
    }
  }
}

/** The registration of this wizard. Set once, by RegisterWizard. */
export const [useRegistration, provideRegistration] = createContext<Registration>();
