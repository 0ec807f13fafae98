import type { Backend } from '../../backend';
import type { AppView, PracticeView, ScenarioView } from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';

/** Which of the two windows this is, and the practice org where it is that one. */
export class Practice {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  app = $state.raw<AppView | null>(null);
  /** The window is changing between real and practice. */
  busy = $state(false);
  /** Whether the sheet stands open. */
  sheet = $state(false);

  readonly view: PracticeView | null = $derived(this.app?.practice ?? null);
  readonly on: ScenarioView[] = $derived(this.view?.scenarios.filter((scenario) => scenario.on) ?? []);

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    try {
      this.app = await this.#backend.call('app', {});
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  enter(): Promise<void> {
    return this.#change('enter_practice');
  }

  leave(): Promise<void> {
    return this.#change('leave_practice');
  }

  /** Another folder answers from here on, so nothing that the page knows holds any more. */
  async #change(command: 'enter_practice' | 'leave_practice'): Promise<void> {
    this.busy = true;
    try {
      await this.#backend.call(command, {});
      location.hash = '';
      location.reload();
    } catch (thrown) {
      this.busy = false;
      this.#toasts.failed(thrown);
    }
  }

  async setScenario(id: string, on: boolean): Promise<void> {
    try {
      this.app = await this.#backend.call('set_scenario', { id, on });
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  async allOff(): Promise<void> {
    for (const scenario of this.on) await this.setScenario(scenario.id, false);
  }
}
