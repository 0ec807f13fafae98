import { byAlphabet } from '../../lib/alphabet';
import type {
  ActivityEntryView,
  AppView,
  ArrangementView,
  AttemptView,
  BlueprintView,
  ConnectionView,
  ConnectionsView,
  CreationView,
  DependentView,
  DraftView,
  InstalledBrowserView,
  ListOrder,
  MoveChecksView,
  MovesView,
  PortView,
  StoreNewsView,
  TestsView,
  VaultView,
  VerificationView,
} from '../generated';
import { sampleBrowsers } from './browsers';
import { Topic } from './topic';
import { withHealth } from './verdicts';

const usualOrder: ListOrder = { sort: 'name', descending: false, favouritesFirst: false, grouped: true, folded: [] };

/** Everything that the fake backend remembers. */
export class World {
  app: AppView = { version: '0.1.0', practice: null };
  readonly vault = new Topic<VaultView>({ kind: 'open', custody: 'keyring' });
  readonly connections = new Topic<ConnectionsView>({
    rows: [],
    unconfirmed: [],
    pauses: [],
    unsaved: { connections: [], closing: false },
  });
  readonly tests = new Topic<TestsView>({
    testing: [],
    run: null,
    schedule: { everyHours: null, nextAt: null },
  });
  readonly arrangement = new Topic<ArrangementView>({ order: usualOrder, filters: [] });
  readonly attempt = new Topic<AttemptView>({ kind: 'idle' });
  readonly moves = new Topic<MovesView>({ state: { kind: 'over' }, moves: [], ready: [], waiting: [] });
  readonly moveChecks = new Topic<MoveChecksView>({ running: false, total: 0, found: [] });
  readonly creation = new Topic<CreationView>({ state: { kind: 'idle' }, left: [], unused: [] });
  readonly verification = new Topic<VerificationView>({ draft: null, running: false, checks: [] });
  readonly news = new Topic<StoreNewsView>({ changes: 0 });
  /** What happened, the newest first. */
  activity: ActivityEntryView[] = [];
  /** The outcome of the next Verify. */
  verifies = 'fine';
  browsers: InstalledBrowserView[] = sampleBrowsers;
  drafts: DraftView[] = [];
  /** What depends on connections, by their ids. */
  readonly dependents = new Map<string, DependentView[]>();
  /** The person's own blueprints, last changed first. */
  blueprints: BlueprintView[] = [];
  /** Whether the person chooses a file or folder when asked for one. */
  chooses = true;
  port: PortView = { kind: 'free' };
  readonly #details = new Map<string, ConnectionView>();

  /** The path that the person chooses, if any. */
  chosenPath(name: string): string | null {
    return this.chooses ? `/Documents/${name}` : null;
  }

  /** Replaces all connections. */
  fill(connections: ConnectionView[]): void {
    this.#details.clear();
    this.put(...connections);
  }

  detail(id: string): ConnectionView | undefined {
    return this.#details.get(id);
  }

  put(...connections: ConnectionView[]): void {
    for (const connection of connections) {
      this.#details.set(connection.row.id, { ...connection, row: withHealth(connection.row) });
    }
    this.#publish();
  }

  remove(id: string): void {
    this.#details.delete(id);
    this.#publish();
  }

  #publish(): void {
    const rows = [...this.#details.values()].map((connection) => connection.row);
    rows.sort((one, other) => byAlphabet(one.name, other.name));
    this.connections.set({ ...this.connections.value, rows });
  }
}
