import { isApiError, type Backend } from '../../backend';
import type {
  ApiError,
  ChecklistStepId,
  DraftFields,
  DraftView,
  LoginField,
  WizardStepView,
} from '../../backend/generated';
import { blankApp } from '../../lib/app';
import { Keeping } from '../../lib/keeping.svelte';
import type { Found } from './screen';
import { outdated } from './ticks';

const empty: DraftFields = {
  name: '',
  orgType: 'production',
  authentication: 'externalClientApp',
  retirementAccepted: false,
  loginUrl: '',
  consumerKey: '',
  username: '',
  browser: { id: null, private: false },
  opensWhenActive: false,
  app: blankApp,
  ticked: [],
};

/** One draft while it is typed. */
export class DraftEditor {
  readonly id: string;
  readonly #backend: Backend;
  readonly #keeping = new Keeping(() => this.#write());

  found = $state.raw<Found>('unknown');
  fields = $state.raw<DraftFields>(empty);
  step = $state<WizardStepView>('prerequisites');
  /** Steps of the checklist that were ticked until their values changed. */
  changed = $state.raw<readonly ChecklistStepId[]>([]);

  constructor(backend: Backend, id: string) {
    this.#backend = backend;
    this.id = id;
  }

  /** Why the last write failed; what was typed is still here and not yet kept. */
  get unkept(): ApiError | null {
    return this.#keeping.unkept;
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
    this.#keeping.soon();
  }

  /** Takes a choice; it is written at once, because the page shows what follows from it. */
  choose(change: Partial<DraftFields>): void {
    this.fields = { ...this.fields, ...change };
    this.#keeping.now();
  }

  /** Takes a tick of the checklist, or takes it back. */
  tick(step: ChecklistStepId, on: boolean): void {
    const others = this.fields.ticked.filter((other) => other !== step);
    this.changed = this.changed.filter((other) => other !== step);
    this.choose({ ticked: on ? [...others, step] : others });
  }

  /** Moves between the two steps that a draft can be left at. */
  goTo(step: WizardStepView): void {
    if (step === this.step) return;
    this.step = step;
    this.#keeping.now();
  }

  /** Writes what is not written yet. Resolves when everything typed so far is kept, or `unkept` says why not. */
  flush(): Promise<void> {
    return this.#keeping.flush();
  }

  /** Seals a secret, or takes it out. */
  sealSecret(secret: string | null): Promise<void> {
    return this.#keeping.inTurn(async () => {
      this.found = await this.#backend.call('set_draft_secret', { id: this.id, secret });
    });
  }

  /** Seals a field of a login, or takes it out. */
  sealLogin(field: LoginField, secret: string | null): Promise<void> {
    void this.flush();
    return this.#keeping.inTurn(async () => {
      this.found = await this.#backend.call('set_draft_login', { id: this.id, field, secret });
    });
  }

  /** Vouches for the host of the address as it is kept. */
  confirmHost(host: string): Promise<void> {
    void this.flush();
    return this.#keeping.inTurn(async () => {
      this.found = await this.#backend.call('confirm_login_host', { draft: this.id, host });
    });
  }

  /** Fills the draft with the login of a simulated org. */
  usePracticeLogin(org: string): Promise<void> {
    void this.flush();
    return this.#keeping.inTurn(async () => {
      const view = await this.#backend.call('use_practice_login', { draft: this.id, org });
      this.found = view;
      this.fields = view.fields;
    });
  }

  /** Fills the draft with the values of a simulated app. */
  usePracticeApp(org: string, app: string): Promise<void> {
    void this.flush();
    return this.#keeping.inTurn(async () => {
      const view = await this.#backend.call('use_practice_app', { draft: this.id, org, app });
      this.found = view;
      this.fields = view.fields;
    });
  }

  async #write(): Promise<void> {
    const before = viewOf(this.found);
    const view = await this.#backend.call('save_draft', { id: this.id, step: this.step, fields: this.fields });
    this.found = view;
    if (before) this.#untick(outdated(this.fields.ticked, before.design.checklist, view.design.checklist));
  }

  /** What was entered in Salesforce is not what is to be entered any more. */
  #untick(steps: readonly ChecklistStepId[]): void {
    if (steps.length === 0) return;
    this.changed = [...this.changed, ...steps];
    this.edit({ ticked: this.fields.ticked.filter((step) => !steps.includes(step)) });
  }
}

/** The draft's view, where there is one. */
export function viewOf(found: Found): DraftView | null {
  return typeof found === 'string' ? null : found;
}
