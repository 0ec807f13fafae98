import type {
  AppFields,
  AppGoalRequest,
  AppGoalView,
  ConnectionRowView,
  ConnectionView,
} from '../../../backend/generated';
import { blankApp } from '../../../lib/app';
import { makersIn } from '../../../lib/makers';
import type { Goal } from './creation.svelte';

/** An app that a connection moves to: its key waits with the connection. */
export class MoveGoal implements Goal {
  readonly #id: string;
  readonly #connection: () => ConnectionView | null;
  readonly #load: () => Promise<unknown>;
  /** None to choose from: it serves the products of the connection, as far as they ask nothing. */
  readonly presets = [];
  app = $state.raw<AppFields>(blankApp);

  constructor(id: string, connection: () => ConnectionView | null, load: () => Promise<unknown>) {
    this.#id = id;
    this.#connection = connection;
    this.#load = load;
  }

  /** Any connection to its org; it comes first itself. */
  makersAmong(rows: readonly ConnectionRowView[]): ConnectionRowView[] {
    const orgId = this.#connection()?.row.orgId;
    if (orgId === undefined) return [];
    const makers = makersIn(rows, orgId);
    const own = makers.filter(({ id }) => id === this.#id);
    return [...own, ...makers.filter(({ id }) => id !== this.#id)];
  }

  isFor(goal: AppGoalView): boolean {
    return goal.kind === 'migration' && goal.id === this.#id;
  }

  type(app: AppFields): void {
    this.app = app;
  }

  request(): Promise<AppGoalRequest> {
    return Promise.resolve({ kind: 'migration', id: this.#id, app: this.app });
  }

  async reload(): Promise<void> {
    await this.#load();
  }
}
