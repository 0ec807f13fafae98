import { createContext } from 'svelte';
import { isApiError, type Backend } from '../../backend';
import type { Remedies } from '../../components/remedies';
import type {
  DraftView,
  LoginField,
  PortView,
  PracticeView,
  SetupPageId,
  WizardStepView,
} from '../../backend/generated';
import { Attempting } from '../../lib/attempting';
import { Browsers } from './browsers.svelte';
import { Creation } from './creation/creation.svelte';
import { DraftGoal } from './creation/draft-goal';
import type { Course } from './course';
import { DraftEditor, viewOf } from './draft.svelte';
import { OwnBlueprints } from './own-blueprints.svelte';
import { remediesOf, type Way } from './remedies';
import { foreignSignIn, screenOf } from './screen';
import { SignIn } from './sign-in.svelte';
import { Verification } from './verification.svelte';

/** How often a port that is not free is looked at again. Looking costs one local system call. */
const portPause = 3000;

/** What became of a host that was typed to confirm it. */
export type Confirmation = 'confirmed' | 'different' | 'failed';

/** One registration: a draft, and the sign-in that it leads to. */
export class Registration implements Course {
  readonly #backend: Backend;
  readonly #attempting: Attempting;
  readonly draft: DraftEditor;
  readonly signIn: SignIn;
  readonly verification: Verification;
  readonly browsers: Browsers;
  readonly blueprints: OwnBlueprints;
  /** The app, where Orgkeep creates it. */
  readonly creation: Creation;
  readonly choosesBrowser = true;
  #secretLost = false;

  port = $state.raw<PortView | null>(null);
  practice = $state.raw<PracticeView | null>(null);
  /** From the click on Connect to the first word of the sign-in. */
  starting = $state(false);
  /** The field that the next step begins at, instead of its heading. */
  startsAt: 'loginUrl' | null = null;

  readonly screen = $derived.by(() => {
    const { id, found, step } = this.draft;
    return screenOf(id, found, this.creation.shown ? 'creation' : step, this.signIn.view);
  });
  /** The sign-in of another draft that keeps this one from connecting. */
  readonly foreign = $derived.by(() => foreignSignIn(this.draft.id, this.signIn.view));

  /** `failed` tells the person why a command was not carried out. */
  constructor(backend: Backend, draft: string, failed: (thrown: unknown) => void) {
    this.#backend = backend;
    this.#attempting = new Attempting(failed);
    this.draft = new DraftEditor(backend, draft);
    this.signIn = new SignIn(backend, this.#attempting);
    this.verification = new Verification(backend, draft, this.#attempting);
    this.browsers = new Browsers(backend);
    this.blueprints = new OwnBlueprints(backend, this.draft, this.#attempting);
    this.creation = new Creation(backend, this.#attempting, new DraftGoal(this.draft, this.#attempting));
  }

  /** Begins to watch. The returned function ends it and writes what is not written yet. */
  start(): () => void {
    const stops = [this.signIn.watch(), this.verification.watch(), this.creation.watch()];
    void this.#attempting.done(() => this.draft.load());
    void this.#loadPractice();
    return () => {
      for (const stop of stops) stop();
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
    const port = await this.#attempting.answer(() => this.#backend.call('check_port', {}));
    if (port !== null) this.port = port;
  }

  /** Starts the sign-in with what is kept by then. */
  async connect(allScopes = false): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    await this.#attempting.done(async () => {
      await this.draft.flush();
      if (this.#mayStart()) await this.#backend.call('connect', { draft: this.draft.id, allScopes });
    });
    this.starting = false;
  }

  /** Signs in with the key of the app that was created. */
  async connectCreated(app: string): Promise<void> {
    this.draft.goTo('credentials');
    await this.connect();
    if (this.screen.kind !== 'creation') await this.creation.leave(app);
  }

  /** Leaves the app that was created for the credentials, where something is missing still. */
  async completeCreated(app: string): Promise<void> {
    this.draft.goTo('credentials');
    await this.creation.leave(app);
  }

  /** Gives a running sign-in up and begins another one with what the draft holds now. */
  async beginAgain(id: string, allScopes = false): Promise<void> {
    if (await this.signIn.giveUp(id)) await this.connect(allScopes);
  }

  /** Opens the browser once more, the one that is chosen by then. */
  async openAgain(id: string): Promise<void> {
    await this.draft.flush();
    await this.signIn.openAgain(id);
  }

  openSetupPage(page: SetupPageId): Promise<boolean> {
    return this.#attempting.done(async () => {
      await this.draft.flush();
      await this.#backend.call('open_setup_page', { of: { kind: 'draft', id: this.draft.id }, page });
    });
  }

  /** Lets the person choose where, and saves the checklist there; the path, if there is one. */
  async saveChecklist(): Promise<string | null> {
    await this.draft.flush();
    const saved = await this.#attempting.answer(() => this.#backend.call('save_checklist', { id: this.draft.id }));
    return saved?.path ?? null;
  }

  /** Seals a secret, or takes it out. Says whether that was done. */
  async sealSecret(secret: string | null): Promise<boolean> {
    const sealed = await this.#attempting.done(() => this.draft.sealSecret(secret));
    this.#secretLost = !sealed;
    return sealed;
  }

  /** Seals a field of a login, or takes it out. Says whether that was done. */
  async sealLogin(field: LoginField, secret: string | null): Promise<boolean> {
    const sealed = await this.#attempting.done(() => this.draft.sealLogin(field, secret));
    this.#secretLost = !sealed;
    return sealed;
  }

  /** Vouches for the host of the address, as it was typed. */
  async confirmHost(host: string): Promise<Confirmation> {
    const outcome = await this.#attempting.answer<Confirmation>(async () => {
      try {
        await this.draft.confirmHost(host);
        return 'confirmed';
      } catch (thrown) {
        if (isApiError(thrown) && thrown.code === 'invalid') return 'different';
        throw thrown;
      }
    });
    return outcome ?? 'failed';
  }

  usePracticeLogin(org: string): Promise<boolean> {
    return this.#attempting.done(() => this.draft.usePracticeLogin(org));
  }

  usePracticeApp(org: string, app: string): Promise<boolean> {
    return this.#attempting.done(() => this.draft.usePracticeApp(org, app));
  }

  /** Verifies a moment later, if address and key can be used and were not verified yet. */
  readonly verifySoon = (): void => {
    void this.draft.flush();
    this.verification.soon(this.#kept);
  };

  /** Verifies what is kept by then. */
  readonly verify = async (): Promise<void> => {
    const draft = await this.#kept();
    if (draft !== null) await this.verification.run(draft);
  };

  /** Looks once which browsers there are. */
  lookForBrowsers(): Promise<boolean> {
    return this.#attempting.done(() => this.browsers.look());
  }

  /** Goes to a step of the draft, leaving behind a sign-in that failed and giving up one that runs. */
  async goTo(step: WizardStepView, startsAt: 'loginUrl' | null = null): Promise<void> {
    const { screen } = this;
    this.startsAt = startsAt;
    this.draft.goTo(step);
    if (screen.kind === 'failure') await this.signIn.close(screen.failed.id);
    if (screen.kind === 'authorization') await this.signIn.giveUp(screen.running.id);
  }

  toCredentials(): Promise<void> {
    return this.goTo('credentials');
  }

  remedies(way: Way, callback: string, page: SetupPageId | undefined): Remedies {
    return remediesOf(this, way, callback, page);
  }

  /** Starts another draft; its id, or `null` when that was not possible. */
  async another(): Promise<string | null> {
    const draft = await this.#attempting.answer(() => this.#backend.call('new_draft', {}));
    return draft?.id ?? null;
  }

  /** Whether the wizard can be left without losing anything. A finished sign-in that was seen is left behind. */
  async leave(): Promise<boolean> {
    if (this.screen.kind === 'result') await this.signIn.close(this.screen.connected.id);
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
    const app = await this.#attempting.answer(() => this.#backend.call('app', {}));
    if (app !== null) this.practice = app.practice;
  }

  /** The draft with everything typed so far, as its checks see it. */
  readonly #kept = async (): Promise<DraftView | null> => {
    await this.draft.flush();
    return viewOf(this.draft.found);
  };
}

/** The registration of this wizard. Set once, by RegisterWizard. */
export const [useRegistration, provideRegistration] = createContext<Registration>();
