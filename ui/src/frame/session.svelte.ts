import type { Backend } from '../backend';
import type { AppFields, AppGoalView, TargetView } from '../backend/generated';
import type { Toasts } from '../components/toasts.svelte';
import { Blueprints } from '../features/blueprints/blueprints.svelte';
import type { Place } from '../features/blueprints/place';
import { Connections } from '../features/connections/connections.svelte';
import { Drafts } from '../features/connections/drafts.svelte';
import { Practice } from '../features/practice/practice.svelte';
import { Vault, type Prominence } from '../features/vault/vault.svelte';
import { pageOfPurpose, Router, type Route } from './route.svelte';

/** Backup and restore, which need no key. */
export const backupRoute: Route = { page: 'settings', section: 'vault' };

/** Everything the page knows and can do, put together. Features meet here and nowhere else. */
export class Session {
  readonly router = new Router();
  readonly vault: Vault;
  readonly practice: Practice;
  readonly connections: Connections;
  readonly drafts: Drafts;
  readonly blueprints: Blueprints;

  constructor(backend: Backend, toasts: Toasts) {
    this.vault = new Vault(backend, toasts);
    this.practice = new Practice(backend, toasts);
    this.connections = new Connections(backend, toasts);
    this.drafts = new Drafts(backend, toasts);
    this.blueprints = new Blueprints(backend, toasts);
  }

  /** Begins to follow everything; returns what ends that. */
  watch(): () => void {
    void this.practice.load();
    const ends = [this.router.listen(), this.vault.watch(), this.connections.watch()];
    return () => {
      for (const end of ends) end();
    };
  }

  get hasRows(): boolean {
    return this.connections.rows.length > 0;
  }

  /** How much the page shows of the vault's state. */
  get prominence(): Prominence {
    return this.vault.prominence(this.hasRows);
  }

  readonly goToList = (): void => {
    this.router.go({ page: 'list' });
  };

  /** From a connection to where it was opened. */
  readonly leaveDetails = (): void => {
    this.router.go({ page: this.router.overview });
  };

  /** To what can be taken over from other programs. */
  readonly import = (): void => {
    this.router.go({ page: 'import' });
  };

  readonly open = (id: string): void => {
    this.router.go({ page: 'details', id });
  };

  /** Continues a draft. */
  readonly register = (draft: string): void => {
    this.router.go({ page: 'register', draft });
  };

  /** Signs in again for a connection. */
  readonly reauthenticate = (id: string): void => {
    this.router.go({ page: 'reauthenticate', id });
  };

  /** Moves a connection to an External Client App. */
  readonly migrate = (id: string): void => {
    this.router.go({ page: 'migrate', id });
  };

  /** Lets a connection sign in as before its move. */
  readonly goBack = (id: string): void => {
    this.router.go({ page: 'go-back', id });
  };

  /** Begins a registration. */
  readonly registerNew = async (): Promise<void> => {
    const draft = await this.drafts.begin();
    if (draft) this.register(draft);
  };

  /** To what a sign-in is for. */
  readonly showSignIn = (target: TargetView): void => {
    if (target.kind === 'draft') this.register(target.id);
    else this.router.go({ page: pageOfPurpose[target.purpose], id: target.id });
  };

  /** To what an app is created for. */
  readonly showApp = (goal: AppGoalView): void => {
    if (goal.kind === 'draft') this.register(goal.id);
    else this.migrate(goal.id);
  };

  readonly goToBlueprints = (place: Place): void => {
    this.router.go({ page: 'blueprints', place });
  };

  /** To the source files of an app. */
  readonly makeSource = (app: AppFields): void => {
    void this.blueprints.source.takeApp(app);
    this.goToBlueprints({ kind: 'tab', tab: 'source' });
  };

  /** To backup and restore. */
  readonly goToBackup = (): void => {
    this.router.go(backupRoute);
  };

  /** Shows why the vault is not open, from wherever the person is. */
  readonly showVault = (): void => {
    if (this.router.route.page !== 'details') this.goToList();
    this.vault.lookAtScreen();
  };

  readonly enterPractice = (): void => {
    void this.practice.enter();
  };

  readonly showPractice = (): void => {
    this.practice.sheet = true;
  };
}
