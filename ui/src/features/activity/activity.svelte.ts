import { isApiError, type Backend } from '../../backend';
import type {
  ActivityChainView,
  ActivityConnectionView,
  ActivityEntryView,
  ActivityFilterRequest,
  ActivityFormat,
  ApiError,
} from '../../backend/generated';
import type { Toasts } from '../../components/toasts.svelte';
import { activityText } from '../../text/activity';
import { filterOf, nothingChosen, type Choices } from './choices';

/** What happened: entries page by page, the newest first. */
export class Activity {
  readonly #backend: Backend;
  readonly #toasts: Toasts;
  /** The last question; answers to earlier ones are too late. */
  #asked = 0;

  choices = $state.raw<Choices>(nothingChosen);
  entries = $state.raw<ActivityEntryView[]>([]);
  connections = $state.raw<ActivityConnectionView[]>([]);
  /** Where older entries begin. */
  before = $state.raw<number | null>(null);
  /** Whether the first answer is here. */
  known = $state(false);
  error = $state.raw<ApiError | null>(null);
  chain = $state.raw<ActivityChainView | null>(null);
  checking = $state(false);

  readonly filtered = $derived(Object.entries(this.choices).some(([, choice]) => choice !== 'all'));

  constructor(backend: Backend, toasts: Toasts, connection = 'all') {
    this.#backend = backend;
    this.#toasts = toasts;
    this.choices = { ...nothingChosen, connection };
  }

  /** Loads, and again whenever the store changes; returns what ends that. */
  watch(): () => void {
    return this.#backend.watch('watch_store', () => void this.load());
  }

  choose(change: Partial<Choices>): Promise<void> {
    this.choices = { ...this.choices, ...change };
    return this.load(true);
  }

  clear(): Promise<void> {
    return this.choose(nothingChosen);
  }

  /** The newest entries. Older ones that were shown stay, unless other ones are wanted. */
  async load(anew = false): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const view = await this.#backend.call('activity', { filter: this.#filter(), before: null });
      if (asked !== this.#asked) return;
      const last = view.entries.at(-1)?.number ?? 0;
      const shown = anew ? [] : this.entries;
      // Only if nothing lies between what was shown and what came.
      const joins = shown.some(({ number }) => number >= last);
      const kept = joins ? shown.filter(({ number }) => number < last) : [];
      if (kept.length === 0) this.before = view.before;
      this.entries = [...view.entries, ...kept];
      this.connections = view.connections;
      this.error = null;
      this.known = true;
    } catch (thrown) {
      this.error = isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown) };
    }
  }

  /** Entries from before the last one that is shown. */
  async more(): Promise<void> {
    const asked = (this.#asked += 1);
    try {
      const view = await this.#backend.call('activity', { filter: this.#filter(), before: this.before });
      if (asked !== this.#asked) return;
      this.entries = [...this.entries, ...view.entries];
      this.before = view.before;
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Looks at the whole activity: is it as it was written? */
  async verify(): Promise<void> {
    this.checking = true;
    try {
      this.chain = await this.#backend.call('verify_activity', {});
    } catch (thrown) {
      this.#toasts.failed(thrown);
    } finally {
      this.checking = false;
    }
  }

  /** Saves what the filters let through, where the person chooses. */
  async export(format: ActivityFormat): Promise<void> {
    try {
      const { path } = await this.#backend.call('export_activity', { filter: this.#filter(), format });
      if (path !== null) this.#toasts.show({ tone: 'success', title: activityText.exported, text: path });
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  #filter(): ActivityFilterRequest {
    return filterOf(this.choices, Date.now());
  }
}
