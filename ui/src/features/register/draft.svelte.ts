import { isApiError, type Backend } from '../../backend';
import type { ApiError, DraftFields, DraftView, WizardStepView } from '../../backend/generated';
import { blankApp } from '../../lib/app';
import type { Found } from './screen';

/** Long enough not to write at each key, short enough that a closed window loses nothing that counts. */
const pause = 300;

const empty: DraftFields = {
  name: '',
  orgType: 'production',
  loginUrl: '',
  consumerKey: '',
  username: '',
  browser: { id: null, private: false },
  opensWhenActive: false,
  app: blankApp,
  ticked: [],
};

/**
 * One draft while it is typed. What is typed stands here at once and in the vault a moment later; writes go one
 * after the other, and an answer never overwrites what was typed meanwhile.
 */
export class DraftEditor {
  readonly id: string;
  readonly #backend: Backend;
  #edits = 0;
  #keptEdits = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writes: Promise<unknown> = Promise.resolve();

  found = $state.raw<Found>('unknown');
  fields = $state.raw<DraftFields>(empty);
  step = $state<WizardStepView>('prerequisites');
  /** Why the last write failed; what was typed is still here and not yet kept. */
  unkept = $state.raw<ApiError | null>(null);

  constructor(backend: Backend, id: string) {
    this.#backend = backend;
    this.id = id;
  }

  /** Reads the draft. Rejects if that fails for another cause than that it is gone. */
  async load(): Promise<void> {
    try {
      const view = await this.#backend.call('draft', { id: this.id });
      this.found = view;
      this.fields = view.fields;
      this.step = view.step;
    } catch (thrown) {
      this.found = 'gone';
      if (!isApiError(thrown) || thrown.code !== 'notFound') throw thrown;
    }
  }

  /** Takes what is typed; it is written after a short pause. */
  edit(change: Partial<DraftFields>): void {
    this.fields = { ...this.fields, ...change };
    this.#edits += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  /** Takes a choice; it is written at once, because the page shows what follows from it. */
  choose(change: Partial<DraftFields>): void {
    this.edit(change);
    void this.flush();
  }

  /** Moves between the two steps that a draft can be left at. */
  goTo(step: WizardStepView): void {
    if (step === this.step) return;
    this.step = step;
    this.#edits += 1;
    void this.flush();
  }

  /** Writes what is not written yet. Resolves when everything typed so far is kept, or `unkept` says why not. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    return this.#inTurn(() => this.#save());
  }

  /** Seals a secret, or takes it out. */
  sealSecret(secret: string | null): Promise<void> {
    return this.#inTurn(async () => {
      this.found = await this.#backend.call('set_draft_secret', { id: this.id, secret });
    });
  }

  /** Vouches for the host of the address as it is kept. */
  confirmHost(host: string): Promise<void> {
    void this.flush();
    return this.#inTurn(async () => {
      this.found = await this.#backend.call('confirm_login_host', { draft: this.id, host });
    });
  }

  /** Fills the draft with the values of a simulated app. */
  usePracticeApp(org: string, app: string): Promise<void> {
    void this.flush();
    return this.#inTurn(async () => {
      const view = await this.#backend.call('use_practice_app', { draft: this.id, org, app });
      this.found = view;
      this.fields = view.fields;
    });
  }

  async #save(): Promise<void> {
    const edits = this.#edits;
    if (edits === this.#keptEdits) return;
    try {
      this.found = await this.#backend.call('save_draft', { id: this.id, step: this.step, fields: this.fields });
      this.#keptEdits = edits;
      this.unkept = null;
    } catch (thrown) {
      this.unkept = isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
    }
  }

  #inTurn<Outcome>(write: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = this.#writes.then(write);
    // A refused write is told to its caller; the next one still gets its turn.
    this.#writes = outcome.catch(() => undefined);
    return outcome;
  }
}

/** The draft's view, where there is one. */
export function viewOf(found: Found): DraftView | null {
  return typeof found === 'string' ? null : found;
}
