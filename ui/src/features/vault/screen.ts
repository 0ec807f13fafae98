import type { LockReasonView, VaultView } from '../../backend/generated';
import { lockCopy, storeCopy, vaultText, type VaultCopy } from '../../text/vault';

/** What one of the vault's screens consists of. */
export interface VaultScreen {
  copy: VaultCopy;
  /** The passphrase form it carries. */
  form: 'choose' | 'open' | null;
  /** The word on the button that asks the keyring, if it can be asked. */
  ask: 'unlock' | 'again' | null;
  note: string | null;
  /** Whether the key may be gone for good: then there are other ways. */
  ways: boolean;
}

function lockedScreen(reason: LockReasonView): VaultScreen {
  const copy = lockCopy[reason];
  switch (reason) {
    case 'keyringLocked':
      return { copy, form: null, ask: 'unlock', note: null, ways: false };
    case 'noKeyYet':
      return { copy, form: 'choose', ask: 'again', note: vaultText.passphrase.keyringInstead, ways: false };
    case 'passphraseNeeded':
      return { copy, form: 'open', ask: null, note: null, ways: true };
    case 'keyringDenied':
    case 'keyringTimeout':
      return { copy, form: null, ask: 'again', note: null, ways: false };
    case 'keyringAbsent':
    case 'keyForgotten':
    case 'keyMalformed':
    case 'keyWrong':
      return { copy, form: null, ask: 'again', note: null, ways: true };
  }
}

/** The screen for a vault that is not open. */
export function screenOf(view: Exclude<VaultView, { kind: 'open' }>): VaultScreen {
  switch (view.kind) {
    case 'opening':
      return { copy: vaultText.opening, form: null, ask: null, note: null, ways: false };
    case 'locked':
      return lockedScreen(view.reason);
    case 'unusable':
      return { copy: storeCopy[view.reason], form: null, ask: null, note: null, ways: false };
  }
}
