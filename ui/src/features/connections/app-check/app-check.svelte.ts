import type { Backend } from '../../../backend';
import type { AppCheckView, AppReportView, BlueprintsView, ComparedRequest } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { appCheckText } from '../../../text/app-check';

/** What an app can be compared with. */
export interface Yardstick {
  key: string;
  label: string;
  against: ComparedRequest | null;
}

/** What Orgkeep was asked to create, or what the connection's products ask for. */
const usual: Yardstick = { key: 'usual', label: appCheckText.usual, against: null };

/** What leaves a question open says nothing of an app yet. */
function yardsticks({ own, presets }: BlueprintsView): Yardstick[] {
  const answered = own.filter(({ problems }) => problems === 0);
  const complete = presets.filter(({ inputs }) => inputs.every(({ optional }) => optional));
  return [
    usual,
    ...answered.map(({ id, name }) => ({
      key: `own-${id}`,
      label: appCheckText.own(name),
      against: { kind: 'own', id } as const,
    })),
    ...complete.map(({ id, title }) => ({
      key: `preset-${id}`,
      label: appCheckText.preset(title),
      against: { kind: 'preset', id } as const,
    })),
  ];
}

/** The app of one connection beside what it should be. */
export class AppCheck {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  readonly #id: string;

  all = $state.raw<Yardstick[]>([usual]);
  chosen = $state.raw<Yardstick>(usual);
  /** What was found; `null` before it was looked at, or since it is compared with something else. */
  view = $state.raw<AppCheckView | null>(null);
  busy = $state(false);
  /** Policies were written, and what was found is from after that. */
  applied = $state(false);

  constructor(backend: Backend, toasts: Toasts, id: string) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.#id = id;
  }

  /** What was found, where the app could be read. */
  get report(): AppReportView | null {
    return this.view?.kind === 'checked' ? this.view.report : null;
  }

  /** Learns what there is to compare with. */
  async load(): Promise<void> {
    const blueprints = await this.#toasts.told(this.#backend.call('blueprints', {}));
    if (blueprints) this.all = yardsticks(blueprints);
  }

  /** Compares with something else from now on. */
  choose(key: string): void {
    this.chosen = this.all.find((each) => each.key === key) ?? usual;
    this.view = null;
    this.applied = false;
  }

  /** Looks at the app. Nothing is changed. */
  async look(): Promise<void> {
    const check = this.#request;
    await this.#take(false, () => this.#backend.call('check_app', check));
  }

  /** Brings its policies back, and looks once more. */
  async apply(productionConfirmed: boolean): Promise<void> {
    const check = this.#request;
    await this.#take(true, () => this.#backend.call('apply_policies', { check, productionConfirmed }));
  }

  get #request() {
    return { id: this.#id, against: this.chosen.against };
  }

  async #take(applies: boolean, ask: () => Promise<AppCheckView>): Promise<void> {
    this.busy = true;
    const view = await this.#toasts.told(ask());
    if (view) {
      this.view = view;
      this.applied = applies && view.kind === 'checked';
    }
    this.busy = false;
  }
}

/** Whether writing the policies mends something. */
export function policiesDiffer({ differences }: AppReportView): boolean {
  return differences.some(({ typeName }) => typeName.endsWith('Policies'));
}
