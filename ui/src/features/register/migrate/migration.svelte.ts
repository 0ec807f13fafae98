import { createContext } from 'svelte';
import type { Backend } from '../../../backend';
import type { ConnectionView, PendingView } from '../../../backend/generated';
import { isProduction } from '../../../lib/environment';
import { ConnectionCourse } from '../connection/connection-course.svelte';
import { NewKey } from '../../../components/new-key/new-key.svelte';
import { signInStep } from '../connection/screen';
import type { CreationStep, Origin } from '../../../lib/creation';
import { Creation } from '../creation/creation.svelte';
import { MoveGoal } from '../creation/move-goal.svelte';

/** The steps before the sign-in, in order. */
export const preparing = ['plan', 'prerequisites', 'credentials'] as const;
export type Preparing = (typeof preparing)[number];

/** All steps of a move. */
export const moveSteps = [...preparing, 'authorization', 'result'] as const;
export type MoveStep = (typeof moveSteps)[number];

/** One connection that moves to an External Client App. */
export class Migration extends ConnectionCourse {
  readonly purpose = 'migrate';
  readonly newKey: NewKey;
  /** The app, where Orgkeep creates it. */
  readonly creation: Creation;
  /** Where the person is before the sign-in. */
  preparing = $state<Preparing>('plan');
  /** Where the app comes from. */
  origin = $state<Origin>('create');
  /** What is done in Salesforce. */
  ticked = $state.raw<readonly CreationStep[]>([]);
  /** The person has confirmed that a production org is meant. */
  confirmed = $state(false);
  /** What the moved connection is now; the end of its earlier token may be confirmed while its receipt is read. */
  moved = $state.raw<ConnectionView | null>(null);

  readonly step: MoveStep = $derived.by(() => {
    const step = signInStep(this.screen);
    if (step !== 'start') return step;
    return this.creation.shown ? 'prerequisites' : this.preparing;
  });

  constructor(backend: Backend, id: string, failed: (thrown: unknown) => void) {
    super(backend, id, failed);
    this.newKey = new NewKey(
      this.attempting,
      (consumerKey, secret) => backend.call('set_migration_credentials', { id, consumerKey, secret }),
      (connection) => (this.found = connection),
    );
    const goal = new MoveGoal(
      id,
      () => this.connection,
      () => this.attempting.done(() => this.#reload()),
    );
    this.creation = new Creation(backend, this.attempting, goal);
  }

  /** The app that waits for its first sign-in, if one does. */
  get pending(): PendingView | null {
    const pending = this.connection?.pending ?? null;
    return pending?.authentication ? pending : null;
  }

  /** Whether it is a production org, and nobody has said that it is meant: for the app that was created, or here. */
  get unconfirmed(): boolean {
    const confirmed = this.confirmed || this.creation.confirmed;
    return this.connection !== null && isProduction(this.connection.row) && !confirmed;
  }

  /** Whether there is no key to sign in with. */
  get keyMissing(): boolean {
    return this.newKey.missing(this.pending !== null);
  }

  override start(): () => void {
    const ends = [
      super.start(),
      this.creation.watch(),
      this.backend.watch('watch_connections', () => void this.#followReceipt()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Goes to a step before the sign-in. */
  async goTo(step: Preparing): Promise<void> {
    this.preparing = step;
    if (this.screen.kind === 'failure') await this.toCredentials();
    this.preparing = step;
  }

  tick(step: CreationStep, on: boolean): void {
    this.ticked = on ? [...this.ticked, step] : this.ticked.filter((other) => other !== step);
  }

  async connect(allScopes = false): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    if (await this.newKey.ready(this.pending !== null)) {
      await this.attempting.done(() => this.backend.call('migrate', { id: this.id, allScopes }));
    }
    this.starting = false;
  }

  /** Signs in with the key of the app that was created. */
  async connectCreated(app: string): Promise<void> {
    await this.connect();
    if (this.screen.kind !== 'start') await this.creation.leave(app);
  }

  override async toCredentials(): Promise<void> {
    this.preparing = 'credentials';
    await super.toCredentials();
  }

  /** Ends what was being typed, too. */
  override async leave(): Promise<void> {
    await this.newKey.keep();
    await super.leave();
  }

  protected override async load(): Promise<void> {
    await super.load();
    if (this.pending) this.preparing = 'credentials';
  }

  /** Without a key there is nothing to enter beside it: the app comes first again. */
  async #reload(): Promise<void> {
    await this.load();
    if (!this.pending) this.preparing = 'prerequisites';
  }

  async #followReceipt(): Promise<void> {
    if (this.screen.kind !== 'result') return;
    this.moved = await this.attempting.answer(() => this.backend.call('connection', { id: this.id }));
  }
}

/** The move of this page. Set once, by Migrate. */
export const [useMigration, provideMigration] = createContext<Migration>();
