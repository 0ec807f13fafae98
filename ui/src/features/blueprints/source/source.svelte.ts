import { isApiError, type Backend } from '../../../backend';
import type {
  ApiError,
  AppFields,
  BlueprintView,
  PatternId,
  ProblemView,
  SourceFaultView,
  SourcePlaceId,
  SourcePlanView,
  SourceRequest,
  WrittenSourceView,
} from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { blankApp } from '../../../lib/app';
import { Chooser } from './chooser.svelte';
import { blankFields, fieldsFor, type SourceFields } from './fields';

/** Long enough not to ask at each key. */
const pause = 300;

/** What the tree is made of: one of the person’s own blueprints, or answers given here. */
export type Origin = { kind: 'own'; id: string } | { kind: 'products' };

export type ReadyPlan = Extract<SourcePlanView, { kind: 'ready' }>;

/** Where the tree stands. */
export type Planned =
  | { kind: 'nothing' }
  | { kind: 'refused'; problems: ProblemView[]; faults: SourceFaultView[] }
  | { kind: 'ready'; plan: ReadyPlan; request: SourceRequest }
  | { kind: 'failed'; error: ApiError }
  | { kind: 'written'; outcome: WrittenSourceView };

/** A source tree that is made of a blueprint. */
export class SourceTree {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  readonly chooser: Chooser;
  origin = $state.raw<Origin | null>(null);
  /** The blueprint that was taken. */
  own = $state.raw<BlueprintView | null>(null);
  /** The answers given here, where no blueprint was taken. */
  app = $state.raw<AppFields>(blankApp);
  fields = $state.raw<SourceFields>(blankFields);
  planned = $state.raw<Planned>({ kind: 'nothing' });
  /** From a change to what follows from it. */
  looking = $state(false);
  writing = $state(false);
  /** Parts of the form that were changed or left: what is wrong with them is said there too. */
  touched = $state.raw<readonly SourcePlaceId[]>([]);
  #picked = $state<PatternId | null>(null);

  /** The pattern that the person chose, or the one that the answers speak for. */
  readonly pattern: PatternId | null = $derived.by(() => this.#picked ?? this.chooser.recommendation?.pattern ?? null);
  /** What the app is called in Salesforce’s own files; nothing where only Salesforce can say it. */
  readonly apiName: string | null = $derived.by(() => {
    if (this.origin?.kind === 'own') return this.own?.design.apiName ?? null;
    return this.app.apiName.trim() || (this.app.label.trim() === '' ? 'Orgkeep' : null);
  });

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.chooser = new Chooser(backend);
  }

  /** Reads what the page needs, and again what may have changed while the person was elsewhere. */
  async open(): Promise<void> {
    try {
      await this.chooser.load();
      if (this.origin?.kind === 'own') await this.#read(this.origin.id);
      if (this.planned.kind !== 'written') await this.plan();
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Takes a blueprint, or the answers that are given here. */
  async take(origin: Origin): Promise<void> {
    this.origin = origin;
    this.own = null;
    try {
      if (origin.kind === 'own') await this.#read(origin.id);
      await this.plan();
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Takes an app that was begun elsewhere, to go on with its answers here. */
  takeApp(app: AppFields): Promise<void> {
    this.app = app;
    return this.take({ kind: 'products' });
  }

  /** Takes an answer that is given here: what follows from a choice is wanted at once. */
  answer(app: AppFields, pace: 'chosen' | 'typing'): void {
    this.app = app;
    if (pace === 'chosen') void this.plan();
    else this.#soon();
  }

  /** Takes an answer to a question of the chooser. */
  async decide(key: string, yes: boolean): Promise<void> {
    try {
      await this.chooser.answer(key, yes);
      await this.plan();
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Chooses a pattern, whatever the answers speak for. */
  pick(pattern: PatternId): void {
    this.#picked = pattern;
    void this.plan();
  }

  /** Takes what is typed. */
  type(change: Partial<SourceFields>): void {
    this.fields = { ...this.fields, ...change };
    this.#soon();
  }

  touch(place: SourcePlaceId): void {
    if (!this.touched.includes(place)) this.touched = [...this.touched, place];
  }

  /** What is wrong with a part of the form, once it was touched. */
  faults(place: SourcePlaceId): string[] {
    if (this.planned.kind !== 'refused' || !this.touched.includes(place)) return [];
    return this.planned.faults.filter((fault) => fault.place === place).map(({ text }) => text);
  }

  /** What is wrong with the app’s own fields. */
  get problems(): ProblemView[] {
    return this.planned.kind === 'refused' ? this.planned.problems : [];
  }

  async chooseFolder(): Promise<void> {
    try {
      const { path } = await this.#backend.call('choose_folder', {});
      if (path === null) return;
      this.fields = { ...this.fields, folder: path };
      this.touch('folder');
      await this.plan();
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Asks what would be written. Of several questions only the last one’s answer counts. */
  async plan(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    this.looking = true;
    const planned = await this.#answer();
    if (turn !== this.#turn) return;
    this.planned = planned;
    this.looking = false;
  }

  /** Writes exactly what is shown. */
  async write(): Promise<void> {
    if (this.planned.kind !== 'ready' || this.looking || this.writing) return;
    const { plan, request } = this.planned;
    this.writing = true;
    try {
      const outcome = await this.#backend.call('write_source', { source: request, token: plan.token });
      this.planned = { kind: 'written', outcome };
    } catch (thrown) {
      this.#toasts.failed(thrown);
      if (isApiError(thrown) && thrown.code === 'changed') await this.plan();
    } finally {
      this.writing = false;
    }
  }

  async #read(id: string): Promise<void> {
    try {
      const view = await this.#backend.call('blueprint', { id });
      if (this.origin?.kind !== 'own' || this.origin.id !== id) return;
      this.own = view;
    } catch (thrown) {
      if (!isApiError(thrown) || thrown.code !== 'notFound') throw thrown;
      this.origin = null;
      this.own = null;
    }
  }

  #soon(): void {
    clearTimeout(this.#timer);
    // The plan that is shown is of before; it cannot be written any more.
    this.#turn += 1;
    this.looking = true;
    this.#timer = setTimeout(() => void this.plan(), pause);
  }

  #request(): SourceRequest | null {
    const { origin, pattern } = this;
    const app = origin?.kind === 'own' ? this.own?.app : this.app;
    if (origin === null || pattern === null || app === undefined) return null;
    return { app, pattern, ...fieldsFor(pattern, this.fields) };
  }

  async #answer(): Promise<Planned> {
    const request = this.#request();
    if (request === null) return { kind: 'nothing' };
    try {
      const plan = await this.#backend.call('plan_source', request);
      return plan.kind === 'ready' ? { kind: 'ready', plan, request } : plan;
    } catch (thrown) {
      return { kind: 'failed', error: isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) } };
    }
  }
}
