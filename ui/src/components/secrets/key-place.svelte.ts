import type { NewKeyRequest } from '../../backend/generated';
import { NewPassphrase } from './new-passphrase.svelte';

/** Where a new key is to be kept. */
export class KeyPlace {
  kind = $state<NewKeyRequest['kind']>('keyring');
  readonly passphrase = new NewPassphrase();

  /** As it is sent; nothing while the passphrase is not typed rightly. */
  take(): NewKeyRequest | null {
    if (this.kind === 'keyring') return { kind: 'keyring' };
    const passphrase = this.passphrase.take();
    return passphrase === null ? null : { kind: 'passphrase', passphrase };
  }
}
