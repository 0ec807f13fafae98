import type { Backend } from '../../backend';
import type {
  ArrangementView,
  AttemptView,
  ConnectionRowView,
  ConnectionsView,
  ConnectionView,
  EarlierView,
  EnvironmentView,
  InventoryFormat,
  ListOrder,
  RevocationOutcomeView,
  RevocationView,
} from '../../backend/generated';
import { openOrg } from '../../components/open-org';
import type { Toasts } from '../../components/toasts.svelte';
import { setOf } from '../../lib/sets';
import { receipts } from '../../text/connections';
import { exportText, removeSeveralText } from '../../text/list';
import { Apps } from './apps.svelte';
import { Moves } from './board/moves.svelte';
import { families, grouped, inFamilies, line, lines, type Item } from './family';
import { everything, Filter } from './filter.svelte';
import { labelRequest, type Labelling } from './labelling';
import { sorted } from './order';
import { Selection } from './selection.svelte';
import { Tests } from './testing/tests.svelte';

/** The dialog that stands over the page, if any. */
export type OpenDialog =
  | { kind: 'none' }
  | { kind: 'relabel'; row: ConnectionRowView }
  | { kind: 'label'; rows: ConnectionRowView[] }
  | { kind: 'remove'; row: ConnectionRowView }
  | { kind: 'removeSeveral'; rows: ConnectionRowView[] }
  | { kind: 'saveFilter' }
  | { kind: 'giveUpRevocation'; revocation: RevocationView }
  | { kind: 'goBack'; row: ConnectionRowView; earlier: EarlierView }
  | { kind: 'wipeEarlier'; row: ConnectionRowView; done: (connection: ConnectionView) => void }
  | { kind: 'discardPending'; row: ConnectionRowView; done: (connection: ConnectionView) => void };

/** The connected orgs: the list, one org's details, and what can be done with it. */
export class Connections {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  readonly tests: Tests;
  readonly apps: Apps;
  readonly moves: Moves;

  view = $state.raw<ConnectionsView | null>(null);
  attempt = $state.raw<AttemptView>({ kind: 'idle' });
  dialog = $state.raw<OpenDialog>({ kind: 'none' });

  arrangement = $state.raw<ArrangementView | null>(null);

  /** Whether both are known. Before, nothing is drawn: it would be drawn otherwise a moment later. */
  readonly ready: boolean = $derived(this.view !== null && this.arrangement !== null);
  readonly rows: ConnectionRowView[] = $derived((this.ready && this.view?.rows) || []);
  /** How many are not on an External Client App, the Dev Hubs that stay among them. */
  readonly notOnEca: number = $derived(
    this.rows.filter(({ authentication }) => authentication !== 'externalClientApp').length,
  );
  readonly #families: ReadonlySet<string> = $derived.by(() => families(this.rows));
  /** As they stand before anything is filtered. */
  readonly #ordered: ConnectionRowView[] = $derived.by(() => {
    if (!this.arrangement) return [];
    const rows = sorted(this.rows, this.arrangement.order);
    return this.isGrouped ? inFamilies(rows, this.#families) : rows;
  });
  readonly filter = new Filter(() => this.#ordered);
  readonly selection = new Selection(() => this.rows);

  /** The lines of the list. What matches a filter is shown even where it is folded otherwise. */
  readonly items: Item[] = $derived.by(() => {
    const { shown, active } = this.filter;
    if (!this.isGrouped) return shown.map(line);
    return lines(grouped(shown, this.#families), setOf(active ? [] : (this.arrangement?.order.folded ?? [])));
  });

  /** The connections that were registered as Dev Hubs; `null` before that was asked. */
  #hubs = $state.raw<ReadonlySet<string> | null>(null);

  /** The line that the keyboard is at, by its key. */
  activeKey = $state.raw<string | null>(null);
  /** How far the list is scrolled, for coming back to it. Nothing on the page reads it while it changes. */
  scrolledTo = 0;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
    this.tests = new Tests(backend, toasts);
    this.apps = new Apps(backend, toasts);
    this.moves = new Moves(backend, toasts);
  }

  /** Follows list and sign-in; returns what ends that. */
  watch(): () => void {
    const ends = [
      this.tests.watch(),
      this.apps.watch(),
      this.moves.watch(),
      this.#backend.watch('watch_connections', (view) => {
        this.view = view;
      }),
      this.#backend.watch('watch_arrangement', (arrangement) => {
        this.arrangement = arrangement;
      }),
      this.#backend.watch('watch_attempt', (attempt) => {
        this.attempt = attempt;
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Whether there are families to stand in, and they are wished for. */
  get isGrouped(): boolean {
    return this.arrangement?.order.grouped === true && this.#families.size > 0;
  }

  row(id: string): ConnectionRowView | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** Opens the dialog that names and labels. */
  edit(rows: ConnectionRowView[]): void {
    const [row, ...others] = rows;
    if (row) this.dialog = others.length > 0 ? { kind: 'label', rows } : { kind: 'relabel', row };
  }

  /** Opens the dialog that removes. */
  askToRemove(rows: ConnectionRowView[]): void {
    const [row, ...others] = rows;
    if (row) this.dialog = others.length > 0 ? { kind: 'removeSeveral', rows } : { kind: 'remove', row };
  }

  closeDialog(): void {
    this.dialog = { kind: 'none' };
  }

  /** Rejects with what the dialog must say at the field. */
  async relabel(id: string, name: string, environment: EnvironmentView): Promise<void> {
    await this.#backend.call('relabel_connection', { id, name, environment });
  }

  /** Changes the labels of some connections. Rejects with what the dialog must say at the field. */
  async label(rows: ConnectionRowView[], change: Labelling): Promise<void> {
    const ids = rows.map((row) => row.id);
    await this.#backend.call('label_connections', labelRequest(ids, change));
  }

  /** Makes favourites of them all; or of none, where all are. */
  async toggleFavourite(rows: ConnectionRowView[]): Promise<void> {
    await this.#toasts.told(this.label(rows, { favourite: !rows.every((row) => row.favourite) }));
  }

  /** Keeps the notes of a connection. */
  async note(id: string, notes: string): Promise<void> {
    await this.#backend.call('note_connection', { id, notes });
  }

  /** Arranges the list otherwise. It is seen at once and kept for the next start. */
  async arrange(change: Partial<ListOrder>): Promise<void> {
    if (!this.arrangement) return;
    const order = { ...this.arrangement.order, ...change };
    this.arrangement = { ...this.arrangement, order };
    await this.#toasts.told(this.#backend.call('order_list', order));
  }

  /** Folds a family, or unfolds it. */
  async fold(key: string): Promise<void> {
    const folded = this.arrangement?.order.folded ?? [];
    const next = folded.includes(key) ? folded.filter((other) => other !== key) : [...folded, key];
    await this.arrange({ folded: next });
  }

  /** Keeps the filter in force under a name. Rejects with what the dialog must say at the field. */
  async saveFilter(name: string): Promise<void> {
    await this.#backend.call('save_filter', { name, filter: this.filter.criteria });
  }

  async removeFilter(name: string): Promise<void> {
    await this.#toasts.told(this.#backend.call('remove_filter', { name }));
  }

  /** The name of the kept filter that is in force, if it is one. */
  readonly filterName: string | null = $derived.by(() => {
    const now = JSON.stringify({ ...everything, ...this.filter.criteria });
    const found = this.arrangement?.filters.find(({ filter }) => JSON.stringify({ ...everything, ...filter }) === now);
    return found?.name ?? null;
  });

  /** Saves some connections, or all, where the person chooses; without their secrets. */
  async exportInventory(rows: ConnectionRowView[] | null, format: InventoryFormat): Promise<void> {
    const ids = rows && rows.map((row) => row.id);
    try {
      const { path } = await this.#backend.call('export_inventory', { ids, format });
      if (path !== null) this.#toasts.show({ tone: 'success', title: exportText.saved, text: path });
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  }

  /** Removes and tells what Salesforce said. Says whether it is gone. */
  async remove(id: string): Promise<boolean> {
    try {
      const { name, revocation } = await this.#backend.call('remove_connection', { id });
      const receipt = receipts[revocation];
      this.#toasts.show({ tone: receipt.tone, title: `${name} ${receipt.title}`, text: receipt.text });
      return true;
    } catch (thrown) {
      this.#toasts.failed(thrown);
      return false;
    } finally {
      this.closeDialog();
    }
  }

  /** Removes one of several. What Salesforce said, or `null` where it was not removed. */
  async removeOne(id: string): Promise<RevocationOutcomeView | null> {
    try {
      return (await this.#backend.call('remove_connection', { id })).revocation;
    } catch {
      return null;
    }
  }

  /** Tells what became of several removals. */
  tellRemovals(done: number, unconfirmed: number, failed: string[]): void {
    const well = unconfirmed + failed.length === 0;
    const told = unconfirmed > 0 ? removeSeveralText.unconfirmed(unconfirmed) : removeSeveralText.revoked;
    const left = failed.length > 0 ? removeSeveralText.failed(failed.join(', ')) : '';
    const text = [done > 0 ? told : '', left].filter(Boolean).join(' ');
    this.#toasts.show({ tone: well ? 'success' : 'warn', title: removeSeveralText.done(done), text });
  }

  /** Discards credentials that wait; what is known of the connection then, or `null` when that was not possible. */
  discardPending(id: string): Promise<ConnectionView | null> {
    return this.#toasts.told(this.#backend.call('discard_pending_credentials', { id }));
  }

  /** Learns whether a row is a Dev Hub, if it can be one. */
  async learnOfHubs({ authentication }: ConnectionRowView): Promise<void> {
    if (authentication !== 'connectedApp') return;
    const found = await this.#toasts.told(this.#backend.call('dev_hubs', {}));
    if (found) this.#hubs = setOf(found.hubs.map(({ id }) => id));
  }

  /** Whether a row is a Dev Hub, or may be one: they are registered through a Connected App only. */
  isDevHub({ id, authentication }: ConnectionRowView): boolean {
    return authentication === 'connectedApp' && this.#hubs?.has(id) !== false;
  }

  /** Whether a row can be moved to an External Client App. */
  isMovable(row: ConnectionRowView): boolean {
    return row.authentication !== 'externalClientApp' && !this.isDevHub(row);
  }

  /** Opens the org's home page in the browser. */
  async openOrg(id: string): Promise<void> {
    await openOrg(this.#backend, this.#toasts, id, { kind: 'home' });
  }

  /** Begins the sign-in before a move. Says whether it has begun. */
  async goBack(id: string): Promise<boolean> {
    return (await this.#toasts.told(this.#backend.call('go_back', { id }))) !== null;
  }

  /** Wipes the sign-in before a move; what is known of the connection then, or `null` when that was not possible. */
  wipeEarlier(id: string): Promise<ConnectionView | null> {
    return this.#toasts.told(this.#backend.call('forget_earlier', { id }));
  }

  async retryRevocations(): Promise<void> {
    await this.#toasts.told(this.#backend.call('retry_revocations', {}));
  }

  /** Wipes a token that nobody tries to revoke any more. */
  async giveUpRevocation(id: string): Promise<void> {
    await this.#toasts.told(this.#backend.call('give_up_revocation', { id }));
  }
}
