import type { Backend } from '../../../backend';
import type {
  AppFields,
  AppGoalRequest,
  AppGoalView,
  AppPlanView,
  BegunAppView,
  ConnectionRowView,
  CreationView,
  PlanAppRequest,
  PlannedAppView,
  PresetView,
} from '../../../backend/generated';
import { evidentMaker, suggestedEmail } from '../../../lib/makers';
import type { Attempting } from '../../../lib/attempting';
import { phaseOf, type Errand, type Phase } from './phase';

/** What an app is created for, as its pages see it. */
export interface Goal {
  /** What the app shall be, as typed so far. */
  readonly app: AppFields;
  /** The products that it may serve. */
  readonly presets: readonly PresetView[];
  /** Those of all connections that can create it. */
  makersAmong(rows: readonly ConnectionRowView[]): ConnectionRowView[];
  isFor(goal: AppGoalView): boolean;
  /** Takes what is typed. */
  type(app: AppFields): void;
  /** What is asked for, once what was typed is kept; `null` where that failed. */
  request(): Promise<AppGoalRequest | null>;
  /** A key has come, or is gone. */
  reload(): Promise<void>;
}

/** An app that Orgkeep creates: planned, created, undone. */
export class Creation {
  readonly goal: Goal;
  readonly #backend: Backend;
  readonly #attempting: Attempting;
  #view = $state.raw<CreationView | null>(null);
  #rows = $state.raw<readonly ConnectionRowView[]>([]);
  /** The person looks at what would happen. */
  #opened = $state(false);
  /** This page has begun what runs, also before that is written down. */
  #began = $state<Errand | null>(null);
  #looks = 0;
  /** The contact that was proposed. */
  #proposed = $state('');

  /** The id of the connection that creates it. */
  maker = $state<string | null>(null);
  /** Whether it has a secret also where nothing asks for one. */
  confidential = $state(false);
  /** Whether another app that has the name is changed to this one. */
  changesExisting = $state(false);
  /** The person has confirmed that a production org is meant. */
  confirmed = $state(false);
  /** What would happen; `null` where the org was not asked, or something was changed since. */
  plan = $state.raw<AppPlanView | null>(null);
  looking = $state(false);
  /** From a click to the first word of what it begins. */
  starting = $state(false);

  readonly makers: readonly ConnectionRowView[] = $derived.by(() => this.goal.makersAmong(this.#rows));
  readonly phase: Phase = $derived.by(() =>
    phaseOf(this.#view, { opened: this.#opened, began: this.#began, sending: this.starting }, (goal) =>
      this.goal.isFor(goal),
    ),
  );
  /** What was begun for this and is neither finished nor undone. */
  readonly left: readonly BegunAppView[] = $derived.by(() => {
    const left = this.#view?.left ?? [];
    return left.filter(({ goal }) => goal !== null && this.goal.isFor(goal));
  });

  /** What was created for this, and no connection uses yet. */
  readonly unused: readonly BegunAppView[] = $derived.by(() => {
    const unused = this.#view?.unused ?? [];
    return unused.filter(({ goal }) => goal !== null && this.goal.isFor(goal));
  });

  constructor(backend: Backend, attempting: Attempting, goal: Goal) {
    this.#backend = backend;
    this.#attempting = attempting;
    this.goal = goal;
  }

  /** Follows it; returns what ends that. */
  watch(): () => void {
    const ends = [
      this.#backend.watch('watch_connections', ({ rows }) => {
        this.#rows = rows;
      }),
      this.#backend.watch('watch_creation', (view) => {
        this.#follow(view);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Whether the page belongs to the app now. */
  get shown(): boolean {
    return this.phase.kind !== 'none';
  }

  /** What would happen, where it can. */
  get planned(): PlannedAppView | null {
    return this.plan?.kind === 'planned' ? this.plan.plan : null;
  }

  /** Whether the contact is the one that was proposed. */
  get isProposed(): boolean {
    return this.#proposed !== '' && this.goal.app.contactEmail === this.#proposed;
  }

  /** The connection that creates it. */
  get row(): ConnectionRowView | null {
    return this.makers.find(({ id }) => id === this.maker) ?? null;
  }

  /** Shows what would happen, and asks the org where everything for that is known. */
  open(): void {
    this.#opened = true;
    this.plan = null;
    this.choose((this.row ?? evidentMaker(this.makers))?.id ?? null);
  }

  /** Takes the connection that creates it, and asks its org. */
  choose(maker: string | null): void {
    this.maker = maker;
    this.confirmed = false;
    if (this.row) this.#propose(suggestedEmail(this.row));
    void this.look();
  }

  /** Takes what is typed; what would happen is not known any more. */
  type(change: Partial<AppFields>): void {
    this.goal.type({ ...this.goal.app, ...change });
    this.#forget();
  }

  /** Takes whether it has a secret, and asks the org again. */
  chooseSecret(confidential: boolean): void {
    this.confidential = confidential;
    void this.look();
  }

  /** Asks the org what would happen. Nothing is changed. */
  async look(): Promise<void> {
    this.#forget();
    const turn = this.#looks;
    if (this.maker === null) return;
    this.looking = true;
    const plan = await this.#attempting.answer(async () => {
      const request = await this.#request();
      return request && this.#backend.call('plan_app', request);
    });
    if (turn !== this.#looks) return;
    this.plan = plan;
    this.looking = false;
  }

  /** Creates what was shown. */
  create(): Promise<void> {
    const { changesExisting, confirmed: productionConfirmed } = this;
    return this.#begin('create', async () => {
      const plan = await this.#request();
      if (plan === null) return false;
      await this.#backend.call('create_app', { plan, changesExisting, productionConfirmed });
      return true;
    });
  }

  goOn(id: string): Promise<void> {
    return this.#begin('goOn', async () => {
      await this.#backend.call('continue_app', { id });
      return true;
    });
  }

  undo(id: string): Promise<void> {
    return this.#begin('undo', async () => {
      await this.#backend.call('undo_app', { id });
      return true;
    });
  }

  /** Takes what was read off the page. Says whether that was done. */
  async dismiss(id: string | null): Promise<boolean> {
    const done = await this.#attempting.done(() => this.#backend.call('dismiss_app', { id, forGood: false }));
    if (done) this.#began = null;
    return done;
  }

  /** Leaves an app that is there. */
  async leave(id: string): Promise<void> {
    this.close();
    await this.dismiss(id);
  }

  /** Leaves the plan. */
  close(): void {
    this.#forget();
    this.#opened = false;
  }

  #forget(): void {
    this.#looks += 1;
    this.looking = false;
    this.plan = null;
    this.changesExisting = false;
  }

  #follow(view: CreationView): void {
    const before = this.phase.kind;
    this.#view = view;
    const { kind } = this.phase;
    if (kind !== before && (kind === 'made' || kind === 'undone')) void this.goal.reload();
  }

  /** An address that somebody typed stays. */
  #propose(contactEmail: string): void {
    const { app } = this.goal;
    const typed = app.contactEmail.trim();
    if (typed !== '' && typed !== this.#proposed) return;
    this.#proposed = contactEmail;
    this.goal.type({ ...app, contactEmail });
  }

  /** Begins something that the program tells of from then on. `command` says whether it was sent. */
  async #begin(errand: Errand, command: () => Promise<boolean>): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    this.#began = errand;
    if ((await this.#attempting.answer(command)) !== true) this.#began = null;
    this.starting = false;
  }

  async #request(): Promise<PlanAppRequest | null> {
    const goal = await this.goal.request();
    return goal && this.maker !== null ? { connection: this.maker, goal, confidential: this.confidential } : null;
  }
}
