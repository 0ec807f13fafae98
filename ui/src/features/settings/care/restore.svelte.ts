import { isApiError, type Backend } from '../../../backend';
import type { BackupView } from '../../../backend/generated';
import type { Toasts } from '../../../components/toasts.svelte';
import { careText } from '../../../text/care';
import { errors } from '../../../text/errors';

/** Where a restore stands. */
export type RestoreStage =
  { kind: 'choosing' } | { kind: 'chosen'; path: string } | { kind: 'opened'; view: BackupView };

/** A restore, step by step: a file, its passphrase, a look at what comes in. */
export class Restore {
  readonly #backend: Backend;
  readonly #toasts: Toasts;

  stage = $state.raw<RestoreStage>({ kind: 'choosing' });
  busy = $state(false);
  /** Why the passphrase did not open the file. */
  complaint = $state<string | null>(null);

  constructor(backend: Backend, toasts: Toasts) {
    this.#backend = backend;
    this.#toasts = toasts;
  }

  /** Asks for the file. Gives whether there is one. */
  async choose(): Promise<boolean> {
    const chosen = await this.#run(() => this.#backend.call('choose_backup', {}));
    if (!chosen?.path) return false;
    this.stage = { kind: 'chosen', path: chosen.path };
    return true;
  }

  async open(passphrase: string): Promise<void> {
    this.complaint = passphrase === '' ? careText.change.missing : null;
    if (this.complaint !== null) return;
    const view = await this.#run(() => this.#backend.call('open_backup', { passphrase }));
    if (view) this.stage = { kind: 'opened', view };
  }

  /** Brings in what was shown. Gives whether that is done. */
  async bringIn(): Promise<boolean> {
    const view = await this.#run(() => this.#backend.call('restore_backup', {}));
    if (view) this.#toasts.show({ tone: 'success', title: careText.backup.restored });
    return view !== null;
  }

  async #run<View>(call: () => Promise<View>): Promise<View | null> {
    this.busy = true;
    try {
      return await call();
    } catch (thrown) {
      if (isApiError(thrown) && thrown.code === 'backupPassphrase') this.complaint = errors.backupPassphrase.title;
      else this.#toasts.failed(thrown);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
