import type { Backend } from '../../../backend';
import type { TestsView, TestView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { date } from '../../../lib/time';
import { testText } from '../../../text/testing';

/** Tests of connections: one, many at a time, and by themselves every so many hours. */
export class Tests {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  /** The run whose end the person has seen. */
  #dismissed = $state.raw<string | null>(null);

  view = $state.raw<TestsView | null>(null);

  /** The run of many, unless the person has put its summary away. */
  readonly run = $derived.by(() => {
    const run = this.view?.run ?? null;
    return run?.state !== 'running' && run?.beganAt === this.#dismissed ? null : run;
  });
  readonly running = $derived(this.run?.state === 'running');

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Follows the tests; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_tests', (view) => {
      // A run that was over before this page began is no news.
      if (this.view === null && view.run?.state !== 'running') this.#dismissed = view.run?.beganAt ?? null;
      this.view = view;
    });
  }

  /** Whether a connection is waiting for its result. */
  isTesting(id: string): boolean {
    return this.view?.testing.includes(id) ?? false;
  }

  /** Tests one connection. `null` when it could not be tested at all, which the person is told. */
  async test(id: string): Promise<TestView | null> {
    const tested = await this.#toasts.told(this.#backend.call('test_connection', { id }));
    if (tested && !tested.asked) {
      const text = testText.knownSince(date(tested.test.at));
      this.#toasts.show({ tone: 'warn', title: testText.nothingSent, text });
    }
    return tested?.test ?? null;
  }

  /** Tests many, one row's result after the other; without ids, all there are. */
  async testMany(ids: string[] = []): Promise<void> {
    await this.#toasts.told(this.#backend.call('test_connections', { ids }));
  }

  async cancel(): Promise<void> {
    await this.#toasts.told(this.#backend.call('cancel_tests', {}));
  }

  async schedule(everyHours: number | null): Promise<void> {
    await this.#toasts.told(this.#backend.call('set_test_schedule', { everyHours }));
  }

  /** Puts the summary of the last run away. */
  dismiss(): void {
    this.#dismissed = this.view?.run?.beganAt ?? null;
  }
}
