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
}

function lockedScreen(reason: LockReasonView): VaultScreen {
  const copy = lockCopy[reason];
  switch (reason) {
    case 'keyringLocked':
      return { copy, form: null, ask: 'unlock', note: null };
    case 'noKeyYet':
      return { copy, form: 'choose', ask: 'again', note: vaultText.passphrase.keyringInstead };
    case 'passphraseNeeded':
      return { copy, form: 'open', ask: null, note: null };
    case 'keyringAbsent':
    case 'keyringDenied':
    case 'keyringTimeout':
    case 'keyForgotten':
    case 'keyMalformed':
    case 'keyWrong':
      return { copy, form: null, ask: 'again', note: null };
  }
}

/** The screen for a vault that is not open. */
export function screenOf(view: Exclude<VaultView, { kind: 'open' }>): VaultScreen {
  switch (view.kind) {
    case 'opening':
      return { copy: vaultText.opening, form: null, ask: null, note: null };
    case 'locked':
      return lockedScreen(view.reason);
    case 'unusable':
      return { copy: storeCopy[view.reason], form: null, ask: null, note: null };
  }
}
