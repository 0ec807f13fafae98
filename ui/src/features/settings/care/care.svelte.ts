import { isApiError, type Backend } from '../../../backend';
import type { ErrorCode, NewKeyRequest, VaultCareView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { careText } from '../../../text/care';

/** How the key may change. */
export type Change = 'rotate' | 'toPassphrase' | 'newPassphrase' | 'toKeyring';

/** What is open before the page. */
export type Opened = Change | 'revoke' | 'recover' | 'recall' | 'giveUp' | 'backup' | 'restore' | null;

/** The vault's key and its recovery sheet, and what a person can do about them. */
export class Care {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  view = $state.raw<VaultCareView | null>(null);
  /** A command is under way. */
  busy = $state(false);
  opened = $state<Opened>(null);
  /** Why the passphrase that was typed was not taken. */
  refused = $state.raw<ErrorCode | null>(null);

  #seenOpen: boolean | null = null;

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  readonly load = async (): Promise<void> => {
    try {
      this.view = await this.#backend.call('vault_care', {});
    } catch (thrown) {
      this.#toasts.failed(thrown);
    }
  };

  /** The vault was opened or locked. */
  readonly follow = async (open: boolean): Promise<void> => {
    if (this.#seenOpen === open) return;
    this.#seenOpen = open;
    await this.load();
  };

  show(opened: Exclude<Opened, null>): void {
    this.refused = null;
    this.opened = opened;
  }

  readonly close = (): void => {
    this.opened = null;
  };

  async change(current: string | null, wanted: NewKeyRequest): Promise<void> {
    const view = await this.#run(() => this.#backend.call('change_key', { current, new: wanted }));
    if (view) this.#done(careText.change.done, view);
  }

  async saveSheet(): Promise<void> {
    const saved = await this.#run(() => this.#backend.call('save_recovery_sheet', {}));
    if (!saved?.path) return;
    const { saved: title, print } = careText.sheet;
    this.#toasts.show({ tone: 'warn', title, text: print(saved.path) });
    await this.load();
  }

  async revokeSheet(): Promise<void> {
    const view = await this.#run(() => this.#backend.call('revoke_recovery_sheet', {}));
    if (view) this.#done(careText.sheet.revoked, view);
  }

  async recall(passphrase: string): Promise<void> {
    const view = await this.#run(() => this.#backend.call('recall_passphrase', { passphrase }));
    if (view) this.#done(careText.lost.taken, view);
  }

  async giveUp(): Promise<void> {
    const view = await this.#run(() => this.#backend.call('give_up_lost_keys', {}));
    if (view) this.#done(careText.lost.givenUp, view);
  }

  async saveBackup(passphrase: string): Promise<void> {
    const saved = await this.#run(() => this.#backend.call('save_backup', { passphrase }));
    if (!saved?.path) return;
    this.#toasts.show({ tone: 'success', title: careText.backup.saved, text: saved.path });
    this.close();
  }

  #done(title: string, view: VaultCareView): void {
    this.#toasts.show({ tone: 'success', title });
    this.view = view;
    this.close();
  }

  async #run<View>(call: () => Promise<View>): Promise<View | null> {
    if (this.busy) return null;
    this.busy = true;
    this.refused = null;
    try {
      return await call();
    } catch (thrown) {
      if (isApiError(thrown) && thrown.code.startsWith('passphrase')) this.refused = thrown.code;
      else this.#toasts.failed(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
