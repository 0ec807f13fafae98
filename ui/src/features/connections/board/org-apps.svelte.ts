import type { Backend } from '../../../backend';
import type { ConnectionRowView, PendingView } from '../../../backend/generated';
import { NewKey } from '../../../components/new-key/new-key.svelte';
import { Attempting } from '../../../lib/attempting';
import { setOf } from '../../../lib/sets';

/** The app that some connections move to. It is typed once for all of them. */
export class OrgApp {
  readonly rows: ConnectionRowView[];
  readonly newKey: NewKey;
  /** The app that is typed for all of them, if one is. */
  waits = $state.raw<PendingView | null>(null);
  readonly #backend: Backend;
  readonly #attempting: Attempting;

  constructor(backend: Backend, attempting: Attempting, rows: ConnectionRowView[]) {
    this.#backend = backend;
    this.#attempting = attempting;
    this.rows = rows;
    this.newKey = new NewKey(
      attempting,
      async (consumerKey, secret) => {
        const [first, ...others] = rows.map(({ id }) => ({ id, consumerKey, secret }));
        if (!first) throw new Error('There is at least one.');
        const kept = await backend.call('set_migration_credentials', first);
        for (const other of others) await backend.call('set_migration_credentials', other);
        return kept;
      },
      ({ pending }) => {
        this.waits = pending;
      },
    );
  }

  /** Learns whether the same app waits for all of them already. */
  async load(): Promise<void> {
    const found = await this.#attempting.answer(() =>
      Promise.all(this.rows.map(({ id }) => this.#backend.call('connection', { id }))),
    );
    const waiting = (found ?? []).map(({ pending }) => (pending?.authentication ? pending : null));
    const [first = null] = waiting;
    const same = waiting.every((other) => other?.consumerKey === first?.consumerKey);
    this.waits = same ? first : null;
  }

  get missing(): boolean {
    return this.newKey.missing(this.waits !== null);
  }

  /** Keeps what is still being typed. Says whether there is an app now. */
  ready(): Promise<boolean> {
    return this.newKey.ready(this.waits !== null);
  }
}

/** The apps of connections: one for each org, since an app works in its own org, or one packaged app for all. */
export class OrgApps {
  readonly #backend: Backend;
  readonly #attempting: Attempting;
  readonly #rows: ConnectionRowView[];
  #packaged = $state(false);
  apps = $state.raw<OrgApp[]>([]);

  constructor(backend: Backend, rows: ConnectionRowView[], failed: (thrown: unknown) => void) {
    this.#backend = backend;
    this.#attempting = new Attempting(failed);
    this.#rows = rows;
    this.#group();
  }

  /** Whether there is more than one org. */
  get isMany(): boolean {
    return this.#rows.some(({ orgId }) => orgId !== this.#rows[0]?.orgId);
  }

  get packaged(): boolean {
    return this.#packaged;
  }

  set packaged(packaged: boolean) {
    this.#packaged = packaged;
    this.#group();
  }

  get missing(): number {
    return this.apps.filter((app) => app.missing).length;
  }

  /** Keeps what is typed. Says whether every connection has its app. */
  async ready(): Promise<boolean> {
    for (const app of this.apps) if (!(await app.ready())) return false;
    return true;
  }

  #group(): void {
    const orgs = [...setOf(this.#rows.map(({ orgId }) => orgId))];
    const groups = this.#packaged ? [this.#rows] : orgs.map((org) => this.#rows.filter(({ orgId }) => orgId === org));
    this.apps = groups.map((rows) => new OrgApp(this.#backend, this.#attempting, rows));
    for (const app of this.apps) void app.load();
  }
}
