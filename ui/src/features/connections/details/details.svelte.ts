import { isApiError, type Backend } from '../../../backend';
import type {
  BrowserFields,
  ConnectionRowView,
  ConnectionView,
  InstalledBrowserView,
  Landing,
  OrgLimitsView,
  TestView,
} from '../../../backend/generated';
import { openOrg } from '../../../components/open-org';
import type { Toasts } from '../../../components/toasts.svelte';
import type { Tests } from '../testing/tests.svelte';

/** One connection as its page shows it. */
export class Details {
  readonly id: string;
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  readonly #tests: Tests;
  /** The row that everything was last read for; at first none was. */
  #seen: string | null | undefined = null;

  connection = $state.raw<ConnectionView | null>(null);
  /** It is not there any more. */
  gone = $state(false);
  /** The kept tests, the latest first; `null` until they are read. */
  history = $state.raw<TestView[] | null>(null);
  limits = $state.raw<OrgLimitsView | null>(null);
  browsers = $state.raw<readonly InstalledBrowserView[]>([]);
  asking = $state(false);
  opening = $state(false);

  constructor(backend: Backend, toasts: Toasts, tests: Tests, id: string) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.#tests = tests;
    this.id = id;
  }

  get testing(): boolean {
    return this.#tests.isTesting(this.id);
  }

  /** The last test, if there was one. */
  get last(): TestView | null {
    return this.history?.[0] ?? null;
  }

  /** Reads everything again when the row has changed. Each snapshot of the list brings all rows, changed or not. */
  follow(row: ConnectionRowView | undefined): void {
    const seen = JSON.stringify(row);
    if (seen === this.#seen) return;
    this.#seen = seen;
    void this.#load();
  }

  /** Reads everything again whenever something in the store changes that its row does not show. */
  watch(): () => void {
    return this.#backend.watch('watch_store', () => {
      if (this.connection) void this.#load();
    });
  }

  async #load(): Promise<void> {
    const { id } = this;
    try {
      const [connection, { tests }] = await Promise.all([
        this.#backend.call('connection', { id }),
        this.#backend.call('connection_tests', { id }),
      ]);
      this.connection = connection;
      this.history = tests;
    } catch (thrown) {
      if (isApiError(thrown) && thrown.code === 'notFound') this.gone = true;
      else this.#toasts.failed(thrown);
    }
  }

  /** Shows what the connection is now. */
  readonly show = (connection: ConnectionView): void => {
    this.connection = connection;
  };

  /** Tests it. The row that changes then makes the page read again. */
  test(): Promise<TestView | null> {
    return this.#tests.test(this.id);
  }

  /** Asks the org for its limits. What it tells of its release meanwhile stands with the connection. */
  async askLimits(): Promise<void> {
    this.asking = true;
    this.limits = await this.#toasts.told(this.#backend.call('org_limits', { id: this.id }));
    this.asking = false;
    if (this.limits?.kind === 'known') await this.#load();
  }

  /** Opens the org. Says whether the path was one. */
  async open(landing: Landing): Promise<boolean> {
    this.opening = true;
    const isPath = await openOrg(this.#backend, this.#toasts, this.id, landing);
    this.opening = false;
    return isPath;
  }

  async lookForBrowsers(): Promise<void> {
    const found = await this.#toasts.told(this.#backend.call('browsers', {}));
    this.browsers = found?.installed ?? [];
  }

  /** Chooses what opens the org, and what signs in to it. */
  async choose(browser: BrowserFields): Promise<void> {
    const chosen = await this.#toasts.told(this.#backend.call('set_connection_browser', { id: this.id, browser }));
    this.connection = chosen ?? this.connection;
  }
}
